variable "owner" {
  default = "platform"
}

resource "{type}" "example" {
  {tags} = {
    owner = var.owner
  }
}
