namespace PlanGate.Judging;

/// <summary>How strictly a finding is enforced, in Sentinel's words. Ordered: the later, the stricter.</summary>
public enum Level
{
    /// <summary>Shown, never stops anything.</summary>
    Advisory,

    /// <summary>Stops; a person who is not the author may let it through.</summary>
    SoftMandatory,

    /// <summary>Stops; only the policy can change it.</summary>
    HardMandatory,
}

/// <summary>The words of policies and result documents.</summary>
public static class Levels
{
    extension(Level level)
    {
        /// <summary>The word in documents.</summary>
        public string Word => level switch
        {
            Level.Advisory => "advisory",
            Level.SoftMandatory => "soft-mandatory",
            Level.HardMandatory => "hard-mandatory",
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, null),
        };

        /// <summary>A finding of this level stops the apply.</summary>
        public bool Blocks => level > Level.Advisory;
    }
}
