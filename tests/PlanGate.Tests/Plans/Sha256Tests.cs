using System.Security.Cryptography;
using PlanGate.Plans;

namespace PlanGate.Tests.Plans;

public class Sha256Tests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(64)]
    [InlineData(1_000)]
    [InlineData(1_048_576)]
    [InlineData(1_048_577)]
    public void The_hash_is_the_platforms_whatever_the_length_and_however_it_comes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var expected = Convert.ToHexStringLower(SHA256.HashData(bytes));

        Assert.Equal(expected, Sha256.Of(bytes));
        foreach (var announced in new long?[] { null, 0, length, long.MaxValue })
        {
            using var hash = new Sha256(announced);
            for (var at = 0; at < length; at += 4097)
            {
                hash.Append(bytes.AsSpan(at, Math.Min(4097, length - at)));
            }

            Assert.Equal(expected, hash.Finish());
        }
    }
}
