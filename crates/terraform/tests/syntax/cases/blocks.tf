/* Blocks of all forms. */
empty {}
one_line { a = 1 }
resource "aws_s3_bucket" "b" { # comment
  bucket = "x" // comment

  // comment
  tags = { a = 1 } /* comment */
  nested {
  }
  nested "label" other {
    a = 1
    dynamic "x" {
      for_each = y
      content { z = x.value }
    }
  }
}
bare aws_s3_bucket b-c {
}
labels "a \"b\" $${x}" {}
resource "x" "y" {
  a = 1 # seaworthy:ignore[a/b] -- a comment that is kept
  b = "# seaworthy:no comment"
  /* seaworthy:ignore[c/d] */ c = 1
  # other
}
