namespace PlanGate.Bench.Comparing;

/// <summary>Something that is to be measured did not run, or did something else than expected.</summary>
internal sealed class MeasurementException(string message) : Exception(message);
