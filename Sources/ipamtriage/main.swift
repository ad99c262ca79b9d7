print("ipamtriage")
