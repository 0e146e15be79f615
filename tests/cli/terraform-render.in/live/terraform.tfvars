buckets = {
  models = { versions = false }
  traces = { versions = true }
}
