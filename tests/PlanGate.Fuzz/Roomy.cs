using System.Runtime.ExceptionServices;

namespace PlanGate.Fuzz;

/// <summary>Runs on a thread with as much stack as the hook's own.</summary>
internal static class Roomy
{
    private const int StackSize = 16 * 1024 * 1024;

    public static T Run<T>(Func<T> run)
    {
        T? value = default;
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    value = run();
                }
                catch (Exception e)
                {
                    thrown = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return value!;
    }
}
