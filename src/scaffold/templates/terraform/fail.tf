resource "{type}" "untagged" { # finding
}

resource "{type}" "no_owner" {
  {tags} = { # finding
    stage = "prod"
  }
}
