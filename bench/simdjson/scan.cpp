// The least that anything must do that answers the question: which resource changes delete? simdjson's On-Demand reader, nothing kept but the addresses.
#include <simdjson.h>

#include <cstdio>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  simdjson::padded_string text;
  if (simdjson::padded_string::load(argv[1]).get(text)) return 2;
  simdjson::ondemand::parser parser;
  try {
    simdjson::ondemand::document plan = parser.iterate(text);
    for (simdjson::ondemand::object change : plan["resource_changes"].get_array()) {
      std::string_view address = change["address"];
      for (std::string_view action : change["change"]["actions"].get_array()) {
        if (action == "delete") std::printf("%.*s\n", static_cast<int>(address.size()), address.data());
      }
    }
  } catch (const simdjson::simdjson_error&) {
    return 2;
  }
  return 0;
}
