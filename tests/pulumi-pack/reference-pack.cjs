// A pack written with Pulumi's own SDK: what it answers is how a pack behaves.
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("reference", {
    policies: [
        { name: "needs-a-name", description: "A bucket must have a name.", enforcementLevel: "mandatory", configSchema: { properties: { exclude: { type: "array", items: { type: "string" } } } },
          validateResource: (args, report) => {
              if (args.type !== "aws:s3/bucket:Bucket") args.notApplicable("not a bucket");
              if (!args.props.bucket) report("no name");
          } },
        { name: "switched-on", description: "Force destroy must be off.", enforcementLevel: "advisory",
          validateResource: (args, report) => { if (args.props.forceDestroy) report("on"); },
          remediateResource: (args) => (args.props.forceDestroy ? { ...args.props, forceDestroy: false } : undefined) },
        { name: "small", description: "A stack is small.", enforcementLevel: "mandatory", validateStack: (args, report) => { if (args.resources.length > 2) report("too many", args.resources[0].urn); } },
    ],
});
