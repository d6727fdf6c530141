using System.Text.RegularExpressions;
using PlanGate.Classification;
using PlanGate.Tests.Support;
using Xunit.Abstractions;

namespace PlanGate.Tests.Classification.Pulumi;

public sealed partial class PulumiTokenTests(ITestOutputHelper output)
{
    private static readonly Catalogue Catalogue = Catalogue.BuiltIn;

    [Theory]
    [InlineData("aws:rds/instance:Instance", "aws_db_instance")]
    [InlineData("aws:rds:Instance", "aws_db_instance")]
    [InlineData("aws:rds/Instance:Instance", "aws_db_instance")]
    [InlineData("aws:s3/bucket:Bucket", "aws_s3_bucket")]
    [InlineData("aws:s3/bucketV2:BucketV2", "aws_s3_bucket")]
    [InlineData("aws:cloudcontrol/resource:Resource", "aws_cloudcontrolapi_resource")]
    [InlineData("gcp:sql/databaseInstance:DatabaseInstance", "google_sql_database_instance")]
    [InlineData("gcp:serviceAccount/account:Account", "google_service_account")]
    [InlineData("azure:mssql/database:Database", "azurerm_mssql_database")]
    [InlineData("hcloud:index/volume:Volume", "hcloud_volume")]
    [InlineData("hcloud:Volume", "hcloud_volume")]
    [InlineData("digitalocean:index/databaseCluster:DatabaseCluster", "digitalocean_database_cluster")]
    [InlineData("cloudflare:index/record:Record", "cloudflare_dns_record")]
    [InlineData("confluentcloud:index/kafkaTopic:KafkaTopic", "confluent_kafka_topic")]
    [InlineData("mongodbatlas:index/advancedCluster:AdvancedCluster", "mongodbatlas_advanced_cluster")]
    [InlineData("postgresql:index/database:Database", "postgresql_database")]
    [InlineData("random:index/randomPassword:RandomPassword", "random_password")]
    [InlineData("tls:index/privateKey:PrivateKey", "tls_private_key")]
    [InlineData("null:index/resource:Resource", "null_resource")]
    [InlineData("vault:kv/secretV2:SecretV2", "vault_kv_secret_v2")]
    [InlineData("oci:Core/volume:Volume", "oci_core_volume")]
    [InlineData("neon:index/project:Project", "neon_project")]
    [InlineData("azurerm:index/keyVault:KeyVault", "azurerm_key_vault")]
    [InlineData("azure-native:sql:Database", "microsoft.sql/servers/databases")]
    [InlineData("azure-native:sql/v20211101:Database", "microsoft.sql/servers/databases")]
    [InlineData("aws-native:rds:DbInstance", "AWS::RDS::DBInstance")]
    [InlineData("google-native:sqladmin/v1beta4:Instance", "google_sql_database_instance")]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaim", "PersistentVolumeClaim")]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaimList", "PersistentVolumeClaim")]
    [InlineData("kubernetes:helm.sh/v3:Release", "helm.sh/Release")]
    public void A_token_leads_to_the_row_of_what_it_is(string token, string name)
    {
        Assert.Equal(name, Catalogue.NameOf(token));
        Assert.NotNull(Catalogue.Find(token));
    }

    [Theory]
    [InlineData("alicloud:rds/instance:Instance")]
    [InlineData("acme:index/database:Database")]
    [InlineData("aws:rds/instanc:Instanc")]
    [InlineData("my:app:Thing")]
    [InlineData("kubernetes:acid.zalan.do.example/v1:Postgresql")]
    [InlineData("azure-native:sql:NoSuchThing")]
    [InlineData("aws-native:rds:NoSuchThing")]
    [InlineData("google-native:sqladmin/v1:NoSuchThing")]
    [InlineData("pulumi-nodejs:dynamic:Resource")]
    [InlineData(":")]
    [InlineData("::")]
    [InlineData("a:")]
    public void A_token_that_nothing_leads_to_is_unknown(string token) => Assert.Null(Catalogue.Find(token));

    [Theory]
    [InlineData("pulumi:pulumi:Stack")]
    [InlineData("pulumi:pulumi:StackReference")]
    [InlineData("pulumi:providers:aws")]
    [InlineData("command:local:Command")]
    [InlineData("kubernetes:core/v1:PersistentVolumeClaimPatch")]
    [InlineData("kubernetes:helm.sh/v3:Chart")]
    public void What_the_engine_keeps_for_itself_holds_nothing(string token) => Assert.Equal(DataLoss.No, Catalogue.Find(token)!.Loses);

    [Fact]
    public void Every_table_of_tokens_is_sorted_unique_and_says_how_sure_it_is()
    {
        foreach (var table in Catalogue.Tables.Where(table => table.StartsWith("pulumi/", StringComparison.Ordinal) && table != "pulumi/packages"))
        {
            var rows = Catalogue.Rows(table).Select(row => row.Split('\t')).ToList();

            Assert.Equal(rows.Select(row => row[0]).Distinct().Order(StringComparer.Ordinal), rows.Select(row => row[0]));
            Assert.All(rows, row => Assert.True(row is [var key, { Length: > 0 }, "exact" or "guess"] && key == PulumiToken.Parse(key).Key, string.Join(' ', row)));
        }

        Assert.Equal(Catalogue.Rows("pulumi/packages").Order(StringComparer.Ordinal), Catalogue.Rows("pulumi/packages"));
    }

    [Fact]
    public void A_guess_never_says_that_nothing_is_lost()
    {
        var guesses = Catalogue.Tables.Where(table => table.StartsWith("pulumi/", StringComparison.Ordinal) && table != "pulumi/packages")
            .SelectMany(Catalogue.Rows).Select(row => row.Split('\t')).Where(row => row[2] == "guess").ToList();

        Assert.NotEmpty(guesses);
        Assert.All(guesses, row => Assert.True(Catalogue.Find(row[0]) is null or { Loses: not DataLoss.No }, row[0]));
    }

    [NeedsSharedFact]
    public void Every_token_of_the_big_packages_has_an_answer_and_nothing_that_sounds_like_data_is_said_to_hold_none_without_a_row()
    {
        var silent = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Needs.Shared, "reference", "pulumi-tokens", "tokens"), "*.txt").Order(StringComparer.Ordinal))
        {
            var tokens = File.ReadAllLines(file).Where(line => line.Length > 0).ToList();
            var known = tokens.Where(token => Catalogue.Find(token) is not null).ToList();
            var sounding = tokens.Except(known).Where(token => Catalogue.Names.Judge(token, []).HoldsData).ToList();
            output.WriteLine($"{Path.GetFileNameWithoutExtension(file)}: {tokens.Count} tokens, {known.Count} known, {tokens.Count - known.Count} unknown, {sounding.Count} of which sound like data");
            Assert.True(known.Count >= Known[Path.GetFileNameWithoutExtension(file)], $"{file}: only {known.Count} known");
            silent.AddRange(known.Where(token => Catalogue.Find(token) is { Loses: DataLoss.No } && SoundsLikeData.IsMatch(token)));
        }

        foreach (var token in silent)
        {
            output.WriteLine($"{token} holds none: {Catalogue.NameOf(token)}");
        }

        // The rows behind these were read one by one; a patch is judged by its own rule.
        Assert.All(silent.Where(token => !token.EndsWith("Patch", StringComparison.Ordinal)), token => Assert.Contains(Catalogue.NameOf(token), HoldNone));
    }

    private static readonly Dictionary<string, int> Known = new(StringComparer.Ordinal)
    {
        ["aws"] = 1540,
        ["aws-native"] = 1120,
        ["azure-native"] = 630,
        ["google-native"] = 1820,
        ["kubernetes"] = 490,
    };

    private static readonly HashSet<string> HoldNone = new(StringComparer.Ordinal)
    {
        "AWS::Batch::JobQueue", "AWS::CleanRooms::ConfiguredTable", "AWS::CloudWatch::MetricStream", "AWS::Connect::Queue", "AWS::CustomerProfiles::EventStream",
        "AWS::DocDB::GlobalCluster", "AWS::EC2::LocalGatewayRouteTable", "AWS::EC2::RouteTable", "AWS::EC2::TransitGatewayRouteTable", "AWS::ECS::Cluster",
        "AWS::EMRContainers::VirtualCluster", "AWS::GameLift::GameSessionQueue", "AWS::KinesisFirehose::DeliveryStream", "AWS::MSK::BatchScramSecret",
        "AWS::MemoryDB::MultiRegionCluster", "AWS::Neptune::DBInstance", "AWS::Neptune::GlobalCluster", "AWS::PCS::Queue", "AWS::QLDB::Stream",
        "AWS::RDS::GlobalCluster", "AWS::Route53RecoveryControl::Cluster", "AWS::SNS::Topic", "ResourceClaim", "aws_batch_job_queue",
        "aws_cleanrooms_configured_table", "aws_cloudwatch_metric_stream", "aws_connect_queue", "aws_datasync_location_fsx_ontap_file_system",
        "aws_datasync_location_fsx_openzfs_file_system", "aws_dax_cluster", "aws_default_route_table", "aws_docdb_global_cluster", "aws_dynamodb_global_table",
        "aws_ec2_transit_gateway_policy_table", "aws_ec2_transit_gateway_route_table", "aws_ecs_cluster", "aws_emrcontainers_virtual_cluster",
        "aws_gamelift_game_session_queue", "aws_kinesis_firehose_delivery_stream", "aws_media_convert_queue", "aws_memorydb_multi_region_cluster",
        "aws_neptune_global_cluster", "aws_pinpoint_event_stream", "aws_qldb_stream", "aws_rds_cluster_activity_stream", "aws_rds_global_cluster",
        "aws_route53recoverycontrolconfig_cluster", "aws_route_table", "aws_sagemaker_code_repository", "aws_ses_identity_notification_topic", "aws_sns_topic",
        "google_compute_backend_bucket", "google_datastream_stream", "google_gkeonprem_bare_metal_admin_cluster", "google_workstations_workstation_cluster",
        "microsoft.cdn/profiles/secrets", "microsoft.eventgrid/domains/topics", "microsoft.eventgrid/systemtopics", "microsoft.eventgrid/topics",
        "microsoft.eventhub/clusters", "microsoft.kubernetes/connectedclusters", "microsoft.network/routetables", "microsoft.network/virtualhubs/hubroutetables",
        "microsoft.operationalinsights/workspaces/linkedstorageaccounts", "microsoft.streamanalytics/clusters",
    };

    [GeneratedRegex("(Database|Bucket|Volume|Disk|Snapshot|Backup|Vault|FileSystem|Filesystem|FileShare|Table|Cluster|DbInstance|Queue|Stream|Topic|Keyspace|Secret|StorageAccount|Repository|Registry|Claim)(V2)?$")]
    private static partial Regex SoundsLikeData { get; }
}
