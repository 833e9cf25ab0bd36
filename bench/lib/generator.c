/*
 * A load generator for WebSocket servers: many readers in one thread, so that it costs less than the server that it measures.
 *
 * Each reader connects, upgrades, sends its greeting and waits for the welcome. Then messages leave the readers in turn, on a fixed schedule, however
 * slow the server is. A message carries its number between two tildes, and the time of each is taken from the send to its arrival at every reader.
 *
 * It prints `ready` when all are welcomed, waits for a line on its input, prints `measuring` at the first message that counts, `done {...}` when every
 * reader has every message (or after a time without news), and closes at the end of its input. Times are in microseconds.
 * node-generator.ts is the same program for machines without a compiler.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { AT_ONCE = 64, DIGITS = 8, BUFFER_BYTES = 4 << 20, EVENTS = 512 };
enum { SETTLE_US = 500000, GIVE_UP_US = 10000000 };
/* Microseconds below FINE are counted one by one; above, 1,024 steps for each doubling: three significant digits. */
enum { FINE = 2048, STEPS = 1024, DOUBLINGS = 24, BUCKETS = FINE + DOUBLINGS * STEPS };

typedef enum { UPGRADING, GREETED, READY, CLOSED } State;

typedef struct {
  int fd;
  State state;
  /* Bytes of a frame that has not come whole. */
  unsigned char *rest;
  size_t held, capacity;
  /* What came of the messages: their count, and the sum of their numbers, which tells a missing and a doubled one. */
  uint64_t count, sum;
} Reader;

static const char *host = "127.0.0.1", *path = "/", *headers = "", *greeting = "", *welcome = "", *message = "";
static const char *ack = "", *refusal = "", *ping = "", *pong = "";
static long port, readers_count, rate, seconds, warmup;

static Reader *readers;
static int poller, timer;
static unsigned char *buffer;
static long opened, ready, closed_early;
static uint64_t acknowledged, refused, deliveries, unknown;
static long total, measured_from, sent;
static uint64_t *sent_at, started_at, measured_at, last_news_at;
static uint64_t histogram[BUCKETS];
static struct rusage usage_at;
static int is_sending, is_over;

static uint64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void fail(const char *what) {
  fprintf(stderr, "generator: %s: %s\n", what, errno ? strerror(errno) : "");
  exit(1);
}

static void record(uint64_t us) {
  if (us < FINE) {
    histogram[us]++;
    return;
  }
  int doubling = 63 - __builtin_clzll(us) - 11;
  uint64_t at = FINE + (uint64_t)doubling * STEPS + ((us >> (doubling + 1)) - STEPS);
  histogram[at < BUCKETS ? at : BUCKETS - 1]++;
}

static uint64_t bucket_value(long at) {
  if (at < FINE) return (uint64_t)at;
  long doubling = (at - FINE) / STEPS, step = (at - FINE) % STEPS;
  return ((uint64_t)(STEPS + step) << (doubling + 1)) + ((1ull << (doubling + 1)) - 1) / 2;
}

static void write_all(Reader *reader, const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    ssize_t wrote = write(reader->fd, at, length);
    if (wrote > 0) {
      at += wrote;
      length -= (size_t)wrote;
    } else if (wrote < 0 && (errno == EAGAIN || errno == EINTR)) {
      struct pollfd waits = {.fd = reader->fd, .events = POLLOUT};
      poll(&waits, 1, 1000);
    } else {
      return;
    }
  }
}

/* A frame with a mask of zeros: the payload stays as it is, and the server does the same work as with any other. */
static void write_frame(Reader *reader, int opcode, const char *payload, size_t length) {
  unsigned char frame[16 + 8192];
  size_t at = 0;
  if (length > 8192) fail("a message is too long");
  frame[at++] = (unsigned char)(0x80 | opcode);
  if (length < 126) {
    frame[at++] = (unsigned char)(0x80 | length);
  } else {
    frame[at++] = 0x80 | 126;
    frame[at++] = (unsigned char)(length >> 8);
    frame[at++] = (unsigned char)length;
  }
  memset(frame + at, 0, 4);
  at += 4;
  memcpy(frame + at, payload, length);
  write_all(reader, frame, at + length);
}

/* The text with every row of eight # replaced by the number. */
static void write_text(Reader *reader, const char *text, long number) {
  char filled[8192], digits[32];
  size_t length = strlen(text);
  if (length >= sizeof filled) fail("a text is too long");
  memcpy(filled, text, length + 1);
  snprintf(digits, sizeof digits, "%08ld", number);
  for (char *at = filled; (at = strstr(at, "########")) != NULL; at += DIGITS) memcpy(at, digits, DIGITS);
  write_frame(reader, 1, filled, length);
}

static int starts(const unsigned char *payload, size_t length, const char *with) {
  size_t size = strlen(with);
  return size > 0 && length >= size && memcmp(payload, with, size) == 0;
}

static void open_reader(long index) {
  Reader *reader = &readers[index];
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  int one = 1;
  char head[4096];
  inet_pton(AF_INET, host, &address.sin_addr);
  reader->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (reader->fd < 0) fail("socket");
  if (connect(reader->fd, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
  setsockopt(reader->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(reader->fd, F_SETFL, fcntl(reader->fd, F_GETFL) | O_NONBLOCK);
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)index};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, reader->fd, &event) != 0) fail("epoll_ctl");
  int length = snprintf(head, sizeof head,
    "GET %s HTTP/1.1\r\nHost: %s:%ld\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s\r\n", path, host, port, headers);
  write_all(reader, head, (size_t)length);
}

static void be_ready(Reader *reader) {
  reader->state = READY;
  ready++;
}

static void on_text(Reader *reader, const unsigned char *payload, size_t length, uint64_t now) {
  if (reader->state == GREETED && starts(payload, length, welcome)) return be_ready(reader);
  if (starts(payload, length, ping)) return write_frame(reader, 1, pong, strlen(pong));
  if (starts(payload, length, ack)) {
    acknowledged++;
    last_news_at = now;
    return;
  }
  if (starts(payload, length, refusal)) {
    refused++;
    return;
  }
  const unsigned char *at = payload, *end = payload + length;
  while ((at = memchr(at, '~', (size_t)(end - at))) != NULL) {
    if (end - at < DIGITS + 2) return;
    long number = 0;
    for (int digit = 1; digit <= DIGITS; digit++) number = number * 10 + (at[digit] - '0');
    at += DIGITS + 2;
    if (number < 0 || number >= sent) {
      unknown++;
      continue;
    }
    reader->count++;
    reader->sum += (uint64_t)number;
    last_news_at = now;
    if (number < measured_from) continue;
    deliveries++;
    record(now - sent_at[number]);
  }
}

static void close_reader(Reader *reader) {
  if (reader->state == CLOSED) return;
  reader->state = CLOSED;
  closed_early++;
  close(reader->fd);
}

/* Reads one whole frame; returns its bytes, or 0 where more must come. */
static size_t take_frame(Reader *reader, const unsigned char *data, size_t left, uint64_t now) {
  if (left < 2) return 0;
  size_t head = 2, length = data[1] & 0x7f;
  if (length == 126) {
    if (left < 4) return 0;
    length = (size_t)data[2] << 8 | data[3];
    head = 4;
  } else if (length == 127) {
    if (left < 10) return 0;
    length = 0;
    for (int byte = 2; byte < 10; byte++) length = length << 8 | data[byte];
    head = 10;
  }
  if (left < head + length) return 0;
  int opcode = data[0] & 0x0f;
  if (opcode <= 2) on_text(reader, data + head, length, now);
  else if (opcode == 9) write_frame(reader, 10, (const char *)data + head, length);
  else if (opcode == 8) close_reader(reader);
  return head + length;
}

static void keep_rest(Reader *reader, const unsigned char *data, size_t left) {
  if (left > reader->capacity) {
    reader->capacity = left + 1024;
    reader->rest = realloc(reader->rest, reader->capacity);
    if (reader->rest == NULL) fail("memory");
  }
  memcpy(reader->rest, data, left);
  reader->held = left;
}

static void read_reader(Reader *reader) {
  if (reader->state == CLOSED) return;
  if (reader->held + 65536 > BUFFER_BYTES) fail("a frame is too long");
  memcpy(buffer, reader->rest, reader->held);
  ssize_t got = read(reader->fd, buffer + reader->held, BUFFER_BYTES - reader->held);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return close_reader(reader);
  uint64_t now = now_us();
  unsigned char *data = buffer;
  size_t left = reader->held + (size_t)got;
  if (reader->state == UPGRADING) {
    unsigned char *end = memmem(data, left, "\r\n\r\n", 4);
    if (end == NULL) return keep_rest(reader, data, left);
    if (memcmp(data, "HTTP/1.1 101", 12) != 0) {
      errno = 0;
      fprintf(stderr, "%.*s\n", (int)(end - data), data);
      fail("no upgrade");
    }
    left -= (size_t)(end + 4 - data);
    data = end + 4;
    reader->state = GREETED;
    if (*greeting != '\0') write_text(reader, greeting, reader - readers);
    if (*welcome == '\0') be_ready(reader);
  }
  for (size_t used; left > 0 && (used = take_frame(reader, data, left, now)) > 0; data += used) left -= used;
  keep_rest(reader, data, left);
}

static void arm(uint64_t at) {
  struct itimerspec due = {.it_value = {.tv_sec = (time_t)(at / 1000000), .tv_nsec = (long)(at % 1000000) * 1000}};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &due, NULL);
}

static uint64_t due_at(long number) { return started_at + (uint64_t)number * 1000000 / (uint64_t)rate; }

static void send_due(void) {
  uint64_t now = now_us();
  while (sent < total && due_at(sent) <= now) {
    if (sent == measured_from) {
      printf("measuring\n");
      measured_at = now;
      getrusage(RUSAGE_SELF, &usage_at);
    }
    long number = sent++;
    sent_at[number] = now_us();
    last_news_at = sent_at[number];
    write_text(&readers[number % readers_count], message, number);
  }
  if (sent < total) arm(due_at(sent));
}

static uint64_t cpu_us(const struct rusage *of) {
  return (uint64_t)(of->ru_utime.tv_sec + of->ru_stime.tv_sec) * 1000000 + (uint64_t)(of->ru_utime.tv_usec + of->ru_stime.tv_usec);
}

static void finish(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  uint64_t sum = (uint64_t)total * (uint64_t)(total - 1) / 2;
  long wrong = 0;
  for (long index = 0; index < readers_count; index++)
    if (readers[index].count != (uint64_t)total || readers[index].sum != sum) wrong++;
  printf("done {\"sent\":%ld,\"deliveries\":%lu,\"acknowledged\":%lu,\"refused\":%lu,\"unknown\":%lu,\"wrong\":%ld,\"closed\":%ld,", total,
         deliveries, acknowledged, refused, unknown, wrong, closed_early);
  printf("\"cpuMicros\":%lu,\"tookMicros\":%lu,\"latencies\":[", cpu_us(&usage) - cpu_us(&usage_at), now_us() - measured_at);
  const char *comma = "";
  for (long at = 0; at < BUCKETS; at++) {
    if (histogram[at] == 0) continue;
    printf("%s[%lu,%lu]", comma, bucket_value(at), histogram[at]);
    comma = ",";
  }
  printf("]}\n");
  is_over = 1;
}

static int has_all(void) {
  return sent == total && deliveries >= (uint64_t)(total - measured_from) * (uint64_t)readers_count &&
         (*ack == '\0' || acknowledged + refused >= (uint64_t)total);
}

/* A line starts the sending; the end of the input ends the program. */
static void read_input(void) {
  char line[64];
  if (read(0, line, sizeof line) <= 0) exit(0);
  if (is_sending || rate == 0) return;
  is_sending = 1;
  started_at = now_us();
  measured_at = last_news_at = started_at;
  send_due();
}

static void read_options(int count, char **words) {
  for (int at = 1; at + 1 < count; at += 2) {
    const char *name = words[at], *value = words[at + 1];
    if (strcmp(name, "--port") == 0) port = atol(value);
    else if (strcmp(name, "--path") == 0) path = value;
    else if (strcmp(name, "--headers") == 0) headers = value;
    else if (strcmp(name, "--greeting") == 0) greeting = value;
    else if (strcmp(name, "--welcome") == 0) welcome = value;
    else if (strcmp(name, "--message") == 0) message = value;
    else if (strcmp(name, "--ack") == 0) ack = value;
    else if (strcmp(name, "--refusal") == 0) refusal = value;
    else if (strcmp(name, "--ping") == 0) ping = value;
    else if (strcmp(name, "--pong") == 0) pong = value;
    else if (strcmp(name, "--readers") == 0) readers_count = atol(value);
    else if (strcmp(name, "--rate") == 0) rate = atol(value);
    else if (strcmp(name, "--seconds") == 0) seconds = atol(value);
    else if (strcmp(name, "--warmup") == 0) warmup = atol(value);
    else fail(name);
  }
}

int main(int count, char **words) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  read_options(count, words);
  total = rate * (warmup + seconds);
  measured_from = rate * warmup;
  readers = calloc((size_t)readers_count, sizeof *readers);
  sent_at = calloc((size_t)total + 1, sizeof *sent_at);
  buffer = malloc(BUFFER_BYTES);
  if (readers == NULL || sent_at == NULL || buffer == NULL) fail("memory");
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  poller = epoll_create1(0);
  timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  struct epoll_event due = {.events = EPOLLIN, .data.u64 = UINT64_MAX}, input = {.events = EPOLLIN, .data.u64 = UINT64_MAX - 1};
  epoll_ctl(poller, EPOLL_CTL_ADD, timer, &due);
  epoll_ctl(poller, EPOLL_CTL_ADD, 0, &input);
  struct epoll_event events[EVENTS];
  int is_announced = 0;
  uint64_t ready_at = 0;
  for (;;) {
    while (opened < readers_count && opened - ready - closed_early < AT_ONCE) open_reader(opened++);
    int found = epoll_wait(poller, events, EVENTS, 100);
    for (int at = 0; at < found; at++) {
      uint64_t what = events[at].data.u64;
      if (what == UINT64_MAX) {
        uint64_t ticks;
        (void)!read(timer, &ticks, sizeof ticks);
        send_due();
      } else if (what == UINT64_MAX - 1) {
        read_input();
      } else {
        read_reader(&readers[what]);
      }
    }
    if (!is_announced && ready + closed_early == readers_count) {
      if (ready_at == 0) ready_at = now_us();
      if (now_us() - ready_at > SETTLE_US) {
        is_announced = 1;
        printf("ready\n");
      }
    }
    if (is_sending && !is_over && (has_all() || (sent == total && now_us() - last_news_at > GIVE_UP_US))) finish();
  }
}
