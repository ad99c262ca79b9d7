import Testing
import VPCModel

@testable import Triage

/// What commands change of the pool's settings.
@Suite struct SettingsOfStepsTests {
  @Test func `settings are read from the commands of a step`() {
    func change(_ commands: String...) -> [String: String]? {
      SettingsChange(of: commands)?.values
    }
    #expect(
      change("kubectl -n kube-system set env ds/aws-node WARM_IP_TARGET=2 MINIMUM_IP_TARGET=<number>")
        == ["WARM_IP_TARGET": "2"])
    #expect(
      change(
        "aws eks update-addon --addon-name vpc-cni --configuration-values '{\"env\":{\"WARM_IP_TARGET\":\"2\",\"MINIMUM_IP_TARGET\":\"<number>\"}}' --resolve-conflicts PRESERVE"
      ) == ["WARM_IP_TARGET": "2"])
    #expect(
      change("kubectl -n kube-system set env ds/aws-node WARM_PREFIX_TARGET=1 WARM_IP_TARGET-")
        == ["WARM_PREFIX_TARGET": "1", "WARM_IP_TARGET": ""])
    #expect(
      change(
        "kubectl -n kube-system set env daemonset/aws-node ENABLE_PREFIX_DELEGATION=true WARM_PREFIX_TARGET=1"
      )
        == ["ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"])
    #expect(change("kubectl -n kube-system set env ds/aws-node CLUSTER_NAME=WARM_IP_TARGET") == nil)
    #expect(change("kubectl -n kube-system set env ds/aws-node WARM_IP_TARGET=<number>") == nil)
    #expect(change("kubectl -n kube-system set env ds/aws-node MAX_ENI='<number>'") == nil)
    #expect(
      change("kubectl -n kube-system set env ds/aws-node WARM_IP_TARGET=2 MINIMUM_IP_TARGET='<number>'")
        == ["WARM_IP_TARGET": "2"])
    #expect(change("kubectl -n shop set env deploy/web WARM_IP_TARGET=2") == nil)
    #expect(change("kubectl get pods") == nil)
  }
}
