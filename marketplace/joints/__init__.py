"""What stands on private parts of libraries: see tenants/joints."""
