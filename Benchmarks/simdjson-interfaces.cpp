// What simdjson's on-demand parser needs for the questions asked of describe-network-interfaces:
// each interface's subnet and owner, and each of its addresses.
//
//     simdjson-interfaces FILE
#include <cstdint>
#include <cstdio>
#include <simdjson.h>

int main(int count, char **names) {
  if (count != 2) return 2;
  try {
    simdjson::ondemand::parser parser;
    simdjson::padded_string text = simdjson::padded_string::load(names[1]);
    simdjson::ondemand::document document = parser.iterate(text);
    uint64_t interfaces = 0, addresses = 0, bytes = 0;
    for (simdjson::ondemand::object interface : document["NetworkInterfaces"].get_array()) {
      interfaces++;
      // In the order of the AWS CLI, so that no object is searched twice.
      bytes += std::string_view(interface["Description"]).size();
      bytes += std::string_view(interface["NetworkInterfaceId"]).size();
      for (simdjson::ondemand::object address : interface["PrivateIpAddresses"].get_array()) {
        addresses++;
        bytes += std::string_view(address["PrivateIpAddress"]).size();
      }
      bytes += std::string_view(interface["SubnetId"]).size();
    }
    std::printf("%llu %llu %llu\n", (unsigned long long)interfaces, (unsigned long long)addresses,
                (unsigned long long)bytes);
    return 0;
  } catch (const simdjson::simdjson_error &error) {
    std::fprintf(stderr, "%s: %s\n", names[1], error.what());
    return 3;
  }
}
