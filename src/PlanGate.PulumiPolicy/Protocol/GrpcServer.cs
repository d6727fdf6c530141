using System.Globalization;
using System.Net;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PlanGate.PulumiPolicy.Protocol;

/// <summary>Answers unary gRPC calls over plain HTTP/2 on a port of this machine: Kestrel alone, without a host around it.</summary>
internal sealed class GrpcServer : IHttpApplication<HttpContext>, IDisposable
{
    private readonly GrpcMethods _methods;
    private readonly KestrelServer _server;
    private readonly ListenOptions _endpoint;

    private GrpcServer(GrpcMethods methods)
    {
        _methods = methods;
        var options = new KestrelServerOptions { AddServerHeader = false };
        var limits = options.Limits;
        // A stack is one message of up to 400 MB; between two resources of an update half an hour may pass.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        // Not "infinite": Kestrel computes a moment in the past from that, and closes the connection in every pause.
        limits.KeepAliveTimeout = TimeSpan.FromDays(30);
        limits.Http2.MaxStreamsPerConnection = 1000;
        limits.Http2.InitialConnectionWindowSize = 16 * 1024 * 1024;
        limits.Http2.InitialStreamWindowSize = 4 * 1024 * 1024;
        ListenOptions? endpoint = null;
        options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            endpoint = listen;
        });
        _endpoint = endpoint!;
        _server = new(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
    }

    /// <summary>The port that it listens on.</summary>
    public int Port => _endpoint.IPEndPoint!.Port;

    /// <summary>Listens on a free port of the loopback address.</summary>
    public static async Task<GrpcServer> StartAsync(GrpcMethods methods)
    {
        var server = new GrpcServer(methods);
        await server._server.StartAsync(server, CancellationToken.None).ConfigureAwait(false);
        return server;
    }

    public void Dispose() => _server.Dispose();

    HttpContext IHttpApplication<HttpContext>.CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    void IHttpApplication<HttpContext>.DisposeContext(HttpContext context, Exception? exception)
    {
    }

    async Task IHttpApplication<HttpContext>.ProcessRequestAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        response.ContentType = "application/grpc";
        IMessage answer;
        try
        {
            if (!_methods.TryGet(request.Path.Value ?? "", out var method))
            {
                throw new GrpcException(GrpcStatus.Unimplemented, "this pack does not know the call");
            }

            var message = await GrpcFrame.ReadAsync(request.BodyReader, request.Headers["grpc-encoding"], context.RequestAborted).ConfigureAwait(false);
            answer = await method(message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (GrpcException e)
        {
            Refuse(response, e.Status, e.Message);
            return;
        }
        catch (InvalidProtocolBufferException)
        {
            Refuse(response, GrpcStatus.Internal, "the request could not be read");
            return;
        }
        catch (Exception e)
        {
            // The engine stops at this. The message of the exception might hold a value; where it came from does not.
            Refuse(response, GrpcStatus.Internal, $"internal error, nothing was judged: {e.GetType().Name} {Place(e)}");
            return;
        }

        GrpcFrame.Write(response.BodyWriter, answer);
        response.AppendTrailer("grpc-status", "0");
        await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    // Without a body, headers are the trailers.
    private static void Refuse(HttpResponse response, GrpcStatus status, string message)
    {
        response.Headers["grpc-status"] = ((int)status).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = PercentEncoded("plangate: " + message);
    }

    private static string Place(Exception e) => e.StackTrace?.Split('\n', 2)[0].Trim() ?? "";

    // As gRPC wants it: UTF-8, and everything but printable ASCII as %XX.
    private static string PercentEncoded(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            _ = one is >= 0x20 and <= 0x7E and not (byte)'%' ? encoded.Append((char)one) : encoded.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
        }

        return encoded.ToString();
    }
}
