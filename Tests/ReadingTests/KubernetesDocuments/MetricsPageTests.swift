import Evidence
import Testing
import VPCModel

@testable import Documents

@Suite struct MetricsPageTests {
  private static let page = """
    # HELP awscni_total_ip_addresses The total number of IP addresses
    # TYPE awscni_total_ip_addresses gauge
    awscni_total_ip_addresses 27
    awscni_assigned_ip_addresses 2.7e+01 1714641261105
    awscni_aws_api_error_count{api="AssignPrivateIpAddresses",error="InsufficientCidrBlocks"} 14
    awscni_ipamd_error_count{fn="increaseIPPoolAllocENI"} 3
    awscni_ipamd_error_count{fn="other"} 2
    awscni_aws_api_latency_ms{api="X",error="false",quantile="0.5"} NaN
    awscni_del_ip_req_count{reason="SetupNSFailed"} 4
    awscni_force_removed_enis_total 1
    awscni_build_info{goversion="go1.22",version="v1.19.6"} 1
    process_start_time_seconds 1.71464e+09
    go_goroutines 50
    """

  @Test func `a page becomes one snapshot`() throws {
    let (found, left, kinds) = Scan.text(Self.page)
    let page = try #require(found.metrics.first)
    #expect(found.count == 1 && left.isEmpty && kinds == [.metrics])
    #expect(
      page.values["awscni_total_ip_addresses"] == 27 && page.values["awscni_assigned_ip_addresses"] == 27)
    #expect(page.values["awscni_ipamd_error_count"] == 5)
    #expect(page.values[#"awscni_ipamd_error_count{fn="increaseIPPoolAllocENI"}"#] == 3)
    #expect(page.values["awscni_force_removed_enis"] == 1 && page.values["go_goroutines"] == nil)
    #expect(
      page.values["awscni_aws_api_latency_ms"] == nil && page.values["process_start_time_seconds"] != nil)
    #expect(page.apiErrors == [.init(api: "AssignPrivateIpAddresses", error: "InsufficientCidrBlocks"): 14])
    #expect(page.delReasons == ["SetupNSFailed": 4] && page.version == "1.19.6" && page.node == nil)
    #expect(page.time == Instant(nanoseconds: 1_714_641_261_105_000_000))
  }

  @Test func `nodes are told apart by their labels, and pages by repetition`() {
    let labelled = Scan.text(
      """
      awscni_total_ip_addresses{instance="10.0.1.23:61678",job="cni"} 27
      awscni_total_ip_addresses{instance="10.0.1.24:61678",job="cni"} 14
      """
    ).found.metrics
    #expect(labelled.map(\.node) == ["10.0.1.23", "10.0.1.24"])
    #expect(labelled.map { $0.values["awscni_total_ip_addresses"] } == [27, 14])
    let twice = Scan.text("awscni_total_ip_addresses 27\nawscni_total_ip_addresses 14").found.metrics
    #expect(twice.map { $0.values["awscni_total_ip_addresses"] } == [27, 14])
  }

  @Test func `a lone label fragment is a text with the code in it`() {
    let line = #"error="allocate ip address: RequestLimitExceeded: Request limit exceeded.",fn="retryAlloc""#
    #expect(Scan.text(line).found.texts == [line])
    let sample =
      #"awscni_aws_utils_error_count{error="allocate: RequestLimitExceeded: Request \"limit\" exceeded.",fn="f"} 2"#
    let found = Scan.text(sample).found
    #expect(found.texts == [#"f: allocate: RequestLimitExceeded: Request "limit" exceeded."#])
  }

  @Test(arguments: [
    "awscni_x{", "awscni_x{a=\"b", "awscni_x{a=\"b\",,} 1", "awscni_x", "awscni_x one", "awscni_x{} 1 2 3",
    "awscni_x 1e999", "awscni_x -Inf", "awscni_x{a=\"\\\"} 1", "awscni_ 1 99999999999999999999999",
  ])
  func `broken samples do no harm`(line: String) {
    #expect(Scan.text(line).found.metrics.allSatisfy { $0.values.values.allSatisfy(\.isFinite) })
  }

  @Test func `an answer of the Prometheus API is the same`() {
    let vector = """
      {"status":"success","data":{"resultType":"vector","result":[
       {"metric":{"__name__":"awscni_total_ip_addresses","node":"n1"},"value":[1714641261.105,"27"]},
       {"metric":{"__name__":"awscni_total_ip_addresses","node":"n2"},"value":[1714641261.105,"NaN"]},
       {"metric":{},"value":[1,"2"]},{"metric":null,"value":null}]}}
      """
    #expect(Scan.kind(vector) == .metrics)
    let found = Scan.json(vector).metrics
    #expect(
      found.map(\.node) == ["n1"] && found.first?.time == Instant(nanoseconds: 1_714_641_261_105_000_000))
    let matrix =
      #"{"data":{"resultType":"matrix","result":[{"metric":{"__name__":"awscni_eni_allocated"},"values":[[10,"1"],[20,"2"],["x","3"]]}]}}"#
    #expect(Scan.json(matrix).metrics.map { $0.values["awscni_eni_allocated"] } == [1, 2])
  }
}
