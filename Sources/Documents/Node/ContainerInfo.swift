import Evidence

/// `ctr container info` and `docker inspect` of the aws-node container: image and environment as they really are.
enum ContainerInfo {
  static func read(_ value: JSONValue, state: (Statement) -> Void) {
    for container in value.array ?? [value] {
      let image = container["Image"]?.name ?? container["Config", "Image"]?.name
      let lines = container["Spec", "process", "env"]?.array ?? container["Config", "Env"]?.array ?? []
      guard isCNI(container, image: image) else { continue }
      var configuration = CNIConfiguration(source: "container")
      configuration.environment = CNIContainer.environment(lines: lines)
      configuration.node = configuration.environment["MY_NODE_NAME"]
      configuration.version =
        CNIContainer.version(image: image)
        ?? CNIContainer.version(tag: configuration.environment["VPC_CNI_VERSION"])
      state(.configuration(configuration))
    }
  }

  /// The label decides; without labels the image name does, and the init image is another container.
  private static func isCNI(_ container: JSONValue, image: String?) -> Bool {
    let labels = container["Labels"] ?? container["Config", "Labels"]
    if let name = labels?["io.kubernetes.container.name"]?.name { return name == "aws-node" }
    guard let image else { return true }
    return image.contains("amazon-k8s-cni") && !image.contains("amazon-k8s-cni-init")
  }
}

/// `10-aws.conflist`: the settings the entry point wrote for the plugin.
enum Conflist {
  static func configuration(_ value: JSONValue) -> CNIConfiguration {
    var configuration = CNIConfiguration(source: "container")
    let variables = [
      "podSGEnforcingMode": "POD_SECURITY_GROUP_ENFORCING_MODE", "vethPrefix": "AWS_VPC_K8S_CNI_VETHPREFIX",
      "mtu": "AWS_VPC_ENI_MTU", "pluginLogLevel": "AWS_VPC_K8S_PLUGIN_LOG_LEVEL",
    ]
    for plugin in value["plugins"]?.items ?? [] where plugin["type"]?.string == "aws-cni" {
      for (key, variable) in variables {
        if let text = plugin[key]?.scalarText { configuration.environment[variable] = text }
      }
    }
    return configuration
  }
}
