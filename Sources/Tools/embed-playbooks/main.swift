print("embed-playbooks")
