resource "aws_security_group" "web" {
  name = "web"
  tags = { Owner = "shop" }

  ingress {
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }

  ingress { # finding
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
  }
}

resource "aws_security_group" "closed" {
  tags = var.tags # finding
  ingress {
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["10.0.0.0/8"]
  }
}

resource "aws_ebs_volume" "data" { # finding
  size = 10
  tags = { # finding
    Name = "data"
  }
}

resource "aws_ebs_volume" "logs" { # finding
  size      = 10
  encrypted = false # finding
}

resource "aws_lb_listener" "http" {
  protocol = "HTTP" # finding
  tags     = { Owner = "shop" }
}

resource "aws_db_instance" "main" {
  publicly_accessible = true # finding
  tags                = { Owner = "shop" }
}

module "network" {
  source = "git::https://git.example/network" # finding
}

module "storage" {
  source = "git::https://git.example/storage?ref=v1"
}

variable "tags" {
  type    = map(string)
  default = { Owner = "shop" }
}
