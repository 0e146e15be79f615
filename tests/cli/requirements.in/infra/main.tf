module "orders" {
  source = "./database"
}
