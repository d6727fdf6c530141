variable "shards" {
  type = number
}

resource "terraform_data" "shard" {
  count = var.shards
  input = "shard"
}
