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

    service {
      name               = "web"
      instance_count     = 2
      instance_size_slug = "apps-s-1vcpu-1gb"

      github {
        repo           = "acme/storefront"
        branch         = "main"
        deploy_on_push = true
      }
    }
  }
}
