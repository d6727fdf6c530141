terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 2.0"
    }
  }
}

provider "kubernetes" {
  config_context = "shop"
}

resource "kubernetes_persistent_volume_claim" "postgres" {
  metadata {
    name      = "postgres-data"
    namespace = "shop"
  }

  spec {
    access_modes       = ["ReadWriteOnce"]
    storage_class_name = "fast"

    resources {
      requests = {
        storage = "100Gi"
      }
    }
  }
}

resource "kubernetes_config_map" "shop" {
  metadata {
    name      = "settings"
    namespace = "shop"
  }

  data = {
    currency = "EUR"
  }
}
