namespace PlanGate.Cli.Guard;

/// <summary>Credentials that an agent could apply with, by their names: nothing of what they hold is read.</summary>
internal static class AgentCredentials
{
    // A star at the end for any ending.
    private static readonly string[] VariableNames =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_*", "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CREDENTIALS", "GOOGLE_OAUTH_ACCESS_TOKEN",
        "CLOUDSDK_AUTH_*", "ARM_CLIENT_SECRET", "ARM_CLIENT_CERTIFICATE*", "ARM_ACCESS_KEY", "ARM_SAS_TOKEN", "AZURE_CLIENT_SECRET", "AZURE_STORAGE_*", "DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN", "RAILWAY_TOKEN", "RAILWAY_API_TOKEN",
        "HEROKU_API_KEY", "FLY_API_TOKEN", "FLY_ACCESS_TOKEN", "CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_KEY", "HCLOUD_TOKEN", "LINODE_TOKEN", "LINODE_CLI_TOKEN", "VULTR_API_KEY", "SCW_SECRET_KEY", "PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE*",
        "TF_TOKEN_*", "TFE_TOKEN", "VAULT_TOKEN", "CONSUL_HTTP_TOKEN", "NOMAD_TOKEN", "KUBECONFIG", "KUBE_TOKEN", "DATABASE_URL", "PGPASSWORD", "PGPASSFILE", "MYSQL_PWD", "REDIS_URL", "MONGODB_URI", "NEON_API_KEY", "SUPABASE_ACCESS_TOKEN", "SUPABASE_DB_PASSWORD",
        "SUPABASE_SERVICE_ROLE_KEY", "VERCEL_TOKEN", "NETLIFY_AUTH_TOKEN", "RENDER_API_KEY", "PLANETSCALE_SERVICE_TOKEN*", "MONGODB_ATLAS_PRIVATE_KEY", "GITHUB_TOKEN", "GH_TOKEN", "GITLAB_TOKEN", "OS_PASSWORD", "OCI_CLI_*", "IBMCLOUD_API_KEY", "ATLANTIS_*_TOKEN",
        "INFRACOST_API_KEY", "SPACELIFT_API_KEY_*", "ENV0_API_*", "SSH_AUTH_SOCK", "DOPPLER_TOKEN", "OP_SERVICE_ACCOUNT_TOKEN",
    ];

    private static readonly string[] HomeFiles =
    [
        ".aws/credentials", ".aws/sso/cache", ".config/gcloud/application_default_credentials.json", ".config/gcloud/credentials.db", ".azure/msal_token_cache.json", ".azure/msal_token_cache.bin", ".azure/accessTokens.json", ".kube/config",
        ".terraform.d/credentials.tfrc.json", ".terraformrc", ".tofurc", ".pulumi/credentials.json", ".config/doctl/config.yaml", ".railway/config.json", ".netrc", ".fly/config.yml", ".config/hcloud/cli.toml", ".config/linode-cli", ".vault-token",
        ".pgpass", ".my.cnf", ".config/gh/hosts.yml", ".config/scw/config.yaml", ".oci/config", ".config/configstore/firebase-tools.json", ".wrangler/config/default.toml", ".config/.wrangler/config/default.toml", ".supabase/access-token", ".config/neonctl/credentials.json",
        ".config/planetscale/access-token", ".vercel/auth.json", ".local/share/com.vercel.cli/auth.json", ".config/netlify/config.json", ".ssh/id_ed25519", ".ssh/id_rsa", ".ssh/id_ecdsa",
    ];

    private static readonly string[] ProjectFiles = [".env", ".env.production", ".env.prod", ".env.local", "terraform.tfvars", "prod.tfvars", "kubeconfig", "credentials.json", "service-account.json"];

    /// <summary>The variables that hold one, in ordinal order.</summary>
    public static IReadOnlyList<string> Variables(IEnumerable<string> names) => [.. names.Where(name => VariableNames.Any(known => Commands.Programs.Matches(known, name))).Order(StringComparer.Ordinal)];

    /// <summary>The files that hold one and can be read.</summary>
    /// <param name="project">The project's root.</param>
    /// <param name="home">The user's home.</param>
    public static IReadOnlyList<string> Files(string project, string home) =>
        [.. HomeFiles.Select(file => (Shown: $"~/{file}", Path: Path.Combine(home, file))).Concat(ProjectFiles.Select(file => (Shown: file, Path: Path.Combine(project, file)))).Where(file => IsReadable(file.Path)).Select(file => file.Shown)];

    private static bool IsReadable(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return Directory.EnumerateFileSystemEntries(path).Any();
            }

            if (!File.Exists(path))
            {
                return false;
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
