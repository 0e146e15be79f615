variable "text" {
  type = string
}

variable "number" {
  type    = number
  default = "5"
}

variable "flag" {
  type    = bool
  default = "true"
}

variable "list" {
  type    = list(number)
  default = ["1", 2, "3.5"]
}

variable "set" {
  type    = set(string)
  default = ["b", "a", "b", 1]
}

variable "mapping" {
  type    = map(list(string))
  default = { a = [1, true], b = [] }
}

variable "object" {
  type = object({
    name  = string
    size  = optional(number, 3)
    other = optional(string)
    deep  = optional(object({ on = optional(bool, true) }))
  })
  default = { name = "x", ignored = true }
}

variable "any" {
  default = { a = [1, "two", null], b = { c = false } }
}

variable "pair" {
  type    = tuple([string, number])
  default = [1, "2"]
}

variable "nothing" {
  type     = string
  default  = null
  nullable = true
}

variable "from_file" {
  type = string
}

variable "overridden" {
  default = "by default"
}

resource "demo_use" "main" {
  text       = var.text
  number     = var.number
  flag       = var.flag
  list       = var.list
  set        = var.set
  mapping    = var.mapping
  object     = var.object
  any        = var.any
  pair       = var.pair
  nothing    = var.nothing
  from_file  = var.from_file
  overridden = var.overridden
}
