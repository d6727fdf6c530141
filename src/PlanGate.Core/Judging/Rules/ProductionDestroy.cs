using PlanGate.Classification;
using PlanGate.Plans;
using Environment = PlanGate.Classification.Environment;

namespace PlanGate.Judging.Rules;

internal sealed class ProductionDestroy : ChangeRule
{
    public override RuleInfo Info { get; } = new(
        "PG107",
        "production-destroy",
        "An object that is marked production is destroyed: data, or what production stands on (compute, load balancers, gateways, networks, identity).",
        "It may hold no data, but taking it away takes production down.",
        Level.SoftMandatory,
        null,
        "Attachments, rules, policies and records make no finding.")
    {
        Unknown = null,
    };

    public override bool AppliesTo(ClassifiedChange change) =>
        change.Change.Action.Destroys
        && change.Environment.Value == Environment.Production
        && change.IsKnown
        && (change.HoldsData || IsStoodOn(change));

    public override string Message(ClassifiedChange change) => change.HoldsData
        ? Wording.WhatGoes(change)
        : $"Holds no data, but production stands on it ({change.Entry?.Role}).";

    public override string Remedy(ClassifiedChange change) => change.Change.Action switch
    {
        ChangeAction.CreateThenDelete => "Make sure that what uses the old one has moved to the new one before it goes.",
        ChangeAction.DeleteThenCreate => "Expect an outage while there is none; `create_before_destroy` avoids it where names allow.",
        _ => "Make sure that nothing uses it any more, or take the deletion out of the change.",
    };

    /// <summary>The object holds no data but carries production.</summary>
    public static bool IsStoodOn(ClassifiedChange change) =>
        change.Entry is { Loses: DataLoss.No, Role: "compute" or "load-balancer" or "gateway" or "network" or "identity" };
}
