// What libFuzzer offers to a program with a main of its own. Source: LLVM, "libFuzzer", using it as a library.
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one)(const uint8_t *data, size_t size));
