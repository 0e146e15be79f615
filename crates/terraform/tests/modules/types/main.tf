variable "numbers" {
  type    = list(string)
  default = [1, 2.50, "3"]
}

variable "flags" {
  type    = map(bool)
  default = { a = "true", b = false }
}

variable "anything" {
  type    = any
  default = { list = [1, "two"], nested = { on = true } }
}

variable "set" {
  type    = set(number)
  default = [3, 1, 2, 3, "1"]
}

variable "tuple" {
  type    = tuple([string, number, bool])
  default = [1, "2", "true"]
}

variable "objects" {
  type = map(object({
    name    = string
    size    = optional(number)
    labels  = optional(map(string), {})
    enabled = optional(bool, true)
  }))
  default = {
    small = { name = "s", size = "1", ignored = "not part of the type" }
    large = { name = 7, enabled = false, labels = { tier = 1 } }
  }
}

variable "never_null" {
  type     = string
  default  = "kept"
  nullable = false
}

resource "demo_types" "main" {
  numbers  = var.numbers
  flags    = var.flags
  anything = var.anything
  set      = var.set
  tuple    = var.tuple
  objects  = var.objects
  null     = var.objects["small"].labels == {} ? null : "x"
  kept     = var.never_null
  mixed    = [1, "two", true]
  unified  = tolist([1, "two", true])
  map      = tomap({ a = 1, b = "two" })
  text     = tostring(1.0) == "1" ? "same" : "other"
  big      = 123456789012345678901234567890
  fraction = 1 / 3 * 3
  exponent = 1e3
  negative = -0.5
  empty    = coalesce("", "filled")
  compact  = compact(["a", "", null, "b"])
  tobool   = tobool("true")
}

output "large" {
  value = var.objects.large
}
