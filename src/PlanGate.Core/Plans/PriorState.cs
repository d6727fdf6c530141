namespace PlanGate.Plans;

/// <summary>The state that a plan starts from.</summary>
/// <param name="ManagedCount">How many managed objects it holds; 0 where the plan does not show it.</param>
/// <param name="Objects">Those that rules ask about.</param>
public sealed record PriorState(int ManagedCount, IReadOnlyList<StateObject> Objects)
{
    /// <summary>The plan does not show its state.</summary>
    public static PriorState None { get; } = new(0, []);
}

/// <summary>One managed object of the state.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Type">Its type.</param>
/// <param name="Json">The bytes of its element in the plan.</param>
public sealed record StateObject(string Address, string Type, ReadOnlyMemory<byte> Json);
