// The least that any program does with a .gz: zlib in process, both buffers used again.
//
//     inflate-only FILE...   prints the bytes that come out; 3 when a file cannot be read or is broken
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>

static unsigned char packed[1 << 18];
static unsigned char plain[1 << 20];

// Bytes of every gzip member of the file; -1 when it cannot be read or breaks off.
static long long inflated(int file) {
  z_stream stream = {0};
  // 15: the whole window; 32: gzip or zlib, whatever the header says.
  if (inflateInit2(&stream, 15 + 32) != Z_OK) return -1;
  long long total = 0;
  int state = Z_STREAM_END;
  for (;;) {
    ssize_t got = read(file, packed, sizeof packed);
    if (got < 0) return -1;
    if (got == 0) break;
    stream.next_in = packed;
    stream.avail_in = (unsigned)got;
    // A full output buffer may hide more output, even when the input is used up.
    do {
      if (state == Z_STREAM_END) {
        if (stream.avail_in == 0) break;
        inflateReset(&stream);
      }
      stream.next_out = plain;
      stream.avail_out = sizeof plain;
      state = inflate(&stream, Z_NO_FLUSH);
      if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) return -1;
      total += (long long)(sizeof plain - stream.avail_out);
    } while (stream.avail_in > 0 || stream.avail_out == 0);
  }
  inflateEnd(&stream);
  return state == Z_STREAM_END ? total : -1;
}

int main(int count, char **names) {
  long long total = 0;
  for (int index = 1; index < count; index++) {
    int file = open(names[index], O_RDONLY);
    long long one = file < 0 ? -1 : inflated(file);
    if (one < 0) {
      fprintf(stderr, "%s: cannot be inflated\n", names[index]);
      return 3;
    }
    close(file);
    total += one;
  }
  printf("%lld\n", total);
  return 0;
}
