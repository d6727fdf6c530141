using System.Runtime.InteropServices;
using System.Text;
using PlanGate.Cli;

HeapPages.Prepare();

// A cancelled run has judged nothing. Signals would otherwise end the process with a code of their own.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancelled);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancelled);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancelled);

// Never disposed: App.Run flushes, and a second try at a closed pipe would end the process with a code of its own.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var output = new StreamWriter(Console.OpenStandardOutput(), utf8, 4 * 1024);
var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
return App.Run(args, new Terminal(
    output,
    error,
    Console.OpenStandardInput,
    Console.IsInputRedirected,
    !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb")
{
    IsOutputRedirected = Console.IsOutputRedirected,
    IsErrorRedirected = Console.IsErrorRedirected,
});

static void Cancelled(PosixSignalContext context)
{
    context.Cancel = true;
    if (!Signals.IsTaken(context.Signal))
    {
        Environment.Exit(ExitCode.Error);
    }
}
