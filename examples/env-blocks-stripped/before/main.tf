terraform {
  required_providers {
    digitalocean = {
      source  = "digitalocean/digitalocean"
      version = "~> 2.0"
    }
  }
}

resource "digitalocean_app" "storefront" {
  spec {
    name   = "storefront"
    region = "fra"

    alert {
      rule = "DEPLOYMENT_FAILED"
    }

    env {
      key   = "SENTRY_DSN"
      value = "https://sentry.example/1"
      scope = "RUN_TIME"
    }

    service {
      name               = "web"
      instance_count     = 2
      instance_size_slug = "apps-s-1vcpu-1gb"

      github {
        repo           = "acme/storefront"
        branch         = "main"
        deploy_on_push = true
      }

      env {
        key   = "DATABASE_URL"
        value = "postgres://storefront@db.example/storefront"
        scope = "RUN_TIME"
        type  = "SECRET"
      }

      env {
        key   = "SESSION_KEY"
        value = "only-in-this-example"
        scope = "RUN_TIME"
        type  = "SECRET"
      }

      env {
        key   = "LOG_LEVEL"
        value = "info"
      }

      alert {
        rule     = "CPU_UTILIZATION"
        operator = "GREATER_THAN"
        value    = 80
        window   = "TEN_MINUTES"
      }
    }
  }
}
