/* wsload: many readers of one server, in one cheap process, so that the server is what is measured.
 *
 *   wsload HOST PORT ws|sse|sio [deflate]
 *
 * A reader counts as having entry number n once it has read a frame with {"n":<n> in it; inside a JSON string the
 * quotes would be escaped, so an entry's own words cannot be mistaken for one. Times are CLOCK_MONOTONIC, in ns.
 *
 * Commands, one a line on stdin, and what is answered, one line on stdout:
 *   clients FILE           a reader a line: path TAB cookie TAB origin TAB subprotocols      -> clients COUNT
 *   connect FIRST COUNT W  open these, W handshakes at a time -> connected OK FAILED START LAST (once all are settled)
 *   base N                 forget what was read; numbers N+1 to N+16384 will be told apart -> base N
 *   expect N COUNT MS      -> reached HAVE FIRST MEDIAN P99 LAST (once COUNT readers have entry N, or after MS ms)
 *   check FROM TO          -> checked OPEN MISSING TWICE WITH_MISSING WITH_TWICE DISORDERED
 *   behind TO SKIP         -> behind COUNT (open readers, but for reader SKIP, that lack an entry up to TO)
 *   totals                 -> totals OPEN DELIVERIES BYTES CLOSED LAST_CODE DEFLATED LAST_DELIVERY
 *   stall I                reader I reads no more                                            -> stalled I
 *   drop                   cut every line, without a goodbye                                 -> dropped COUNT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef WITH_ZLIB
#include <zlib.h>
#endif

#define NUMBERS 16384  /* entries that are told apart after `base` */
#define READ_SIZE (256 * 1024)
#define KEPT 16 /* inflated frames that are remembered: the product sends everyone the same bytes */

enum mode { WS, SSE, SIO };
enum state { CLOSED, CONNECTING, GREETING, OPEN };

struct reader {
    int fd;
    enum state state;
    int awaited, upgraded;
    char *request;
    char *rest; /* what was read but is not a whole frame yet */
    size_t rest_len, rest_size;
    int64_t seen_at; /* when the expected number came */
    uint32_t twice, disordered;
    int64_t last_n;
    uint64_t seen[NUMBERS / 64];
#ifdef WITH_ZLIB
    z_stream *own; /* only when the server keeps its context from frame to frame */
#endif
};

static enum mode mode;
static int offer_deflate, epoll_fd;
static struct sockaddr_in server;
static struct reader *readers;
static int reader_count;
static int64_t base_n, expected_n = -1;
static int expected_count, have_count;
static int64_t expected_until;
static int next_to_connect, last_to_connect, in_flight, width, connected_ok, connected_failed;
static int64_t connect_began, connect_last;
static uint64_t deliveries, bytes_read;
static int64_t last_delivery;
static int closed_count, last_code, deflated_count;
static char input[READ_SIZE];

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

/* ---- what was read ---- */

static void has_number(struct reader *r, int64_t n, int64_t at) {
    int64_t i = n - base_n - 1;
    deliveries++;
    last_delivery = at;
    if (i < 0 || i >= NUMBERS) return;
    uint64_t bit = 1ull << (i & 63);
    if (r->seen[i >> 6] & bit) {
        r->twice++;
        return;
    }
    r->seen[i >> 6] |= bit;
    if (n < r->last_n) r->disordered++;
    else r->last_n = n;
    if (n == expected_n && !r->seen_at) {
        r->seen_at = at;
        have_count++;
    }
}

/* Calls has_number for every {"n":… in the text, and keeps the numbers in `found` if there is room. */
static int numbers_in(const char *text, size_t len, int64_t *found, int most) {
    static const char mark[] = "{\"n\":";
    const char *end = text + len;
    int count = 0;
    for (;;) {
        const char *at = memmem(text, end - text, mark, sizeof mark - 1);
        if (!at) return count;
        at += sizeof mark - 1;
        while (at < end && *at == ' ') at++;
        int64_t n = 0;
        const char *digits = at;
        while (at < end && *at >= '0' && *at <= '9') n = n * 10 + (*at++ - '0');
        if (at > digits && count < most) found[count++] = n;
        text = at;
    }
}

static void take_text(struct reader *r, const char *text, size_t len, int64_t at) {
    static int64_t found[NUMBERS];
    int count = numbers_in(text, len, found, NUMBERS);
    for (int i = 0; i < count; i++) has_number(r, found[i], at);
}

#ifdef WITH_ZLIB
static char *inflated;
static size_t inflated_size;

static size_t inflate_with(z_stream *z, const char *data, size_t len) {
    static const unsigned char tail[] = {0, 0, 0xff, 0xff};
    size_t out = 0;
    for (int part = 0; part < 2; part++) {
        z->next_in = part ? (unsigned char *)tail : (unsigned char *)data;
        z->avail_in = part ? sizeof tail : len;
        do {
            if (inflated_size - out < 65536) inflated = realloc(inflated, inflated_size = inflated_size * 2 + 131072);
            z->next_out = (unsigned char *)inflated + out;
            z->avail_out = inflated_size - out;
            int result = inflate(z, Z_SYNC_FLUSH);
            out = inflated_size - z->avail_out;
            if (result != Z_OK && result != Z_BUF_ERROR) {
                fprintf(stderr, "wsload: a frame cannot be inflated (%d)\n", result);
                return out;
            }
        } while (z->avail_out == 0);
    }
    return out;
}

static void take_deflated(struct reader *r, const char *data, size_t len, int64_t at) {
    static struct { char *raw; size_t len; int64_t *numbers; int count; } kept[KEPT];
    static int oldest;
    static z_stream *shared;
    if (r->own) {
        size_t size = inflate_with(r->own, data, len);
        take_text(r, inflated, size, at);
        return;
    }
    for (int i = 0; i < KEPT; i++) {
        if (kept[i].raw && kept[i].len == len && !memcmp(kept[i].raw, data, len)) {
            for (int j = 0; j < kept[i].count; j++) has_number(r, kept[i].numbers[j], at);
            return;
        }
    }
    if (!shared) {
        shared = calloc(1, sizeof *shared);
        inflateInit2(shared, -15);
    }
    inflateReset(shared);
    size_t size = inflate_with(shared, data, len);
    static int64_t found[NUMBERS];
    int count = numbers_in(inflated, size, found, NUMBERS);
    free(kept[oldest].raw);
    free(kept[oldest].numbers);
    kept[oldest].raw = memcpy(malloc(len), data, len);
    kept[oldest].len = len;
    kept[oldest].numbers = memcpy(malloc(count * sizeof *found + 1), found, count * sizeof *found);
    kept[oldest].count = count;
    oldest = (oldest + 1) % KEPT;
    for (int j = 0; j < count; j++) has_number(r, found[j], at);
}
#endif

/* ---- lines ---- */

static void say(struct reader *r, int opcode, const char *payload, size_t len) {
    unsigned char frame[140]; /* masked, as a client must, with a key of zeros, so the payload stays as it is */
    if (len > 125) len = 125;
    frame[0] = 0x80 | opcode;
    frame[1] = 0x80 | len;
    memset(frame + 2, 0, 4);
    memcpy(frame + 6, payload, len);
    if (write(r->fd, frame, 6 + len) < 0 && errno != EAGAIN) return;
}

static void settled(struct reader *r, int ok) {
    if (!r->awaited) return;
    r->awaited = 0;
    in_flight--;
    connect_last = now_ns();
    if (ok) connected_ok++;
    else connected_failed++;
}

static void close_line(struct reader *r) {
    close(r->fd);
    r->state = CLOSED;
    r->rest_len = 0;
#ifdef WITH_ZLIB
    if (r->own) {
        inflateEnd(r->own);
        free(r->own);
        r->own = NULL;
    }
#endif
}

static void hang_up(struct reader *r, int code) {
    if (r->state == CLOSED) return;
    if (r->state == OPEN) {
        closed_count++;
        last_code = code;
    }
    close_line(r);
    settled(r, 0);
}

static void opened(struct reader *r) {
    r->state = OPEN;
    settled(r, 1);
}

static void open_line(struct reader *r) {
    int one = 1;
    r->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (r->fd < 0) die("socket");
    setsockopt(r->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    r->state = CONNECTING;
    r->awaited = 1;
    r->upgraded = 0;
    r->rest_len = 0;
    in_flight++;
    if (connect(r->fd, (struct sockaddr *)&server, sizeof server) < 0 && errno != EINPROGRESS) {
        hang_up(r, 0);
        return;
    }
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = r};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, r->fd, &event);
}

static void greet(struct reader *r) {
    size_t len = strlen(r->request);
    if (write(r->fd, r->request, len) != (ssize_t)len) {
        hang_up(r, 0);
        return;
    }
    r->state = GREETING;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = r};
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, r->fd, &event);
}

/* Reads the answer's head. Returns its length, 0 when it is not whole yet, -1 when the answer is no. */
static int read_head(struct reader *r, const char *data, size_t len) {
    const char *end = memmem(data, len, "\r\n\r\n", 4);
    if (!end) return 0;
    int head = end - data + 4;
    const char *wanted = mode == SSE ? " 200 " : " 101 ";
    if (!memmem(data, len < 16 ? len : 16, wanted, 5)) {
        fprintf(stderr, "wsload: refused: %.40s\n", data);
        return -1;
    }
    if (mode != SSE && memmem(data, head, "permessage-deflate", 18)) {
        deflated_count++;
#ifdef WITH_ZLIB
        if (!memmem(data, head, "server_no_context_takeover", 26)) {
            r->own = calloc(1, sizeof *r->own);
            inflateInit2(r->own, -15);
        }
#endif
    }
    return head;
}

static void take_frame(struct reader *r, int opcode, int compressed, const char *payload, size_t len, int64_t at) {
    if (opcode == 8) {
        hang_up(r, len >= 2 ? (unsigned char)payload[0] << 8 | (unsigned char)payload[1] : 1005);
    } else if (opcode == 9) {
        say(r, 10, payload, len);
    } else if (opcode <= 2 && compressed) {
#ifdef WITH_ZLIB
        take_deflated(r, payload, len, at);
#endif
    } else if (opcode <= 2 && mode == SIO && len > 0 && payload[0] != '4') {
        if (payload[0] == '0') say(r, 1, "40", 2); /* engine.io is open: now socket.io's own greeting */
        if (payload[0] == '2') say(r, 1, "3", 1);
    } else if (opcode <= 2 && mode == SIO && len > 1 && payload[1] == '0') {
        opened(r);
    } else if (opcode <= 2) {
        take_text(r, payload, len, at);
    }
}

/* Takes whole frames (or, from SSE, whole lines); returns how many bytes that was. */
static size_t take_data(struct reader *r, const char *data, size_t len, int64_t at) {
    size_t used = 0;
    if (r->state == GREETING && !r->upgraded) {
        int head = read_head(r, data, len);
        if (head < 0) hang_up(r, 0);
        if (head <= 0) return 0;
        used = head;
        r->upgraded = 1;
        if (mode != SIO) opened(r); /* socket.io has still to be greeted */
    }
    if (mode == SSE) {
        const char *end = memrchr(data + used, '\n', len - used);
        if (!end) return used;
        take_text(r, data + used, end + 1 - data - used, at);
        return end + 1 - data;
    }
    while (len - used >= 2 && r->state != CLOSED) {
        const unsigned char *frame = (const unsigned char *)data + used;
        size_t head = 2, size = frame[1] & 127;
        if (size == 126) head = 4;
        if (size == 127) head = 10;
        if (len - used < head) break;
        if (head > 2) {
            size = 0;
            for (size_t i = 2; i < head; i++) size = size << 8 | frame[i];
        }
        if (len - used - head < size) break;
        take_frame(r, frame[0] & 15, frame[0] & 64, data + used + head, size, at);
        used += head + size;
    }
    return used;
}

static void keep(struct reader *r, const char *data, size_t len) {
    if (len > r->rest_size) r->rest = realloc(r->rest, r->rest_size = len + 4096);
    memmove(r->rest, data, len);
    r->rest_len = len;
}

static void read_line(struct reader *r) {
    ssize_t got = read(r->fd, input, sizeof input);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) {
        hang_up(r, 1006);
        return;
    }
    int64_t at = now_ns();
    bytes_read += got;
    const char *data = input;
    size_t len = got;
    if (r->rest_len) {
        if (r->rest_len + got > r->rest_size) r->rest = realloc(r->rest, r->rest_size = (r->rest_len + got) * 2);
        memcpy(r->rest + r->rest_len, input, got);
        len = r->rest_len + got;
        data = r->rest;
    }
    size_t used = take_data(r, data, len, at);
    if (r->state == CLOSED) return;
    keep(r, data + used, len - used);
}

/* ---- commands ---- */

static char *request_for(char *line) {
    char *path = strsep(&line, "\t"), *cookie = strsep(&line, "\t"), *origin = strsep(&line, "\t"), *offers = line;
    char *text = NULL, host[64];
    snprintf(host, sizeof host, "127.0.0.1:%d", ntohs(server.sin_port));
    if (mode == SSE) {
        if (asprintf(&text, "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nAccept: text/event-stream\r\n\r\n", path, host, cookie) < 0) die("request");
        return text;
    }
    int has_offers = offers && *offers, has_origin = origin && *origin;
    if (asprintf(&text,
            "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            "Cookie: %s\r\n%s%s%s%s%s%s%s\r\n",
            path, host, cookie ? cookie : "",
            has_origin ? "Origin: " : "", has_origin ? origin : "", has_origin ? "\r\n" : "",
            has_offers ? "Sec-WebSocket-Protocol: " : "", has_offers ? offers : "", has_offers ? "\r\n" : "",
            offer_deflate ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "") < 0) die("request");
    return text;
}

static void load_clients(const char *path) {
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    int i = 0;
    if (!file) die(path);
    while ((len = getline(&line, &size, file)) > 0) {
        if (line[len - 1] == '\n') line[len - 1] = 0;
        if (i == reader_count) {
            readers[reader_count++] = (struct reader){.fd = -1, .last_n = -1};
        }
        free(readers[i].request);
        readers[i++].request = request_for(line);
    }
    free(line);
    fclose(file);
    printf("clients %d\n", i);
}

static void forget(void) {
    have_count = 0;
    expected_n = -1;
    deliveries = bytes_read = 0;
    closed_count = 0;
    for (int i = 0; i < reader_count; i++) {
        struct reader *r = &readers[i];
        memset(r->seen, 0, sizeof r->seen);
        r->twice = r->disordered = 0;
        r->last_n = -1;
    }
}

static int has(struct reader *r, int64_t n) {
    int64_t i = n - base_n - 1;
    return i >= 0 && i < NUMBERS && (r->seen[i >> 6] >> (i & 63) & 1);
}

static void expect(int64_t n, int count, int64_t ms) {
    int64_t at = now_ns();
    expected_n = n;
    expected_count = count;
    expected_until = at + ms * 1000000;
    have_count = 0;
    for (int i = 0; i < reader_count; i++) {
        readers[i].seen_at = has(&readers[i], n) ? at : 0;
        have_count += readers[i].seen_at != 0;
    }
}

static int by_time(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void answer_expectation(void) {
    static int64_t *times;
    int count = 0;
    times = realloc(times, (reader_count + 1) * sizeof *times);
    for (int i = 0; i < reader_count; i++)
        if (readers[i].seen_at) times[count++] = readers[i].seen_at;
    qsort(times, count, sizeof *times, by_time);
    if (count == 0) printf("reached 0 0 0 0 0\n");
    else printf("reached %d %ld %ld %ld %ld\n", count, times[0], times[count / 2], times[(int)(count * 0.99)], times[count - 1]);
    expected_n = -1;
}

static void check(int64_t from, int64_t to) {
    uint64_t missing = 0, twice = 0, disordered = 0;
    int open = 0, with_missing = 0, with_twice = 0;
    for (int i = 0; i < reader_count; i++) {
        struct reader *r = &readers[i];
        if (r->state != OPEN) continue;
        uint64_t lacks = 0;
        open++;
        for (int64_t n = from; n <= to; n++) lacks += !has(r, n);
        missing += lacks;
        with_missing += lacks > 0;
        twice += r->twice;
        with_twice += r->twice > 0;
        disordered += r->disordered;
    }
    printf("checked %d %lu %lu %d %d %lu\n", open, missing, twice, with_missing, with_twice, disordered);
}

static void behind(int64_t to, int skip) {
    int count = 0;
    for (int i = 0; i < reader_count; i++) {
        if (i == skip || readers[i].state != OPEN) continue;
        for (int64_t n = base_n + 1; n <= to; n++)
            if (!has(&readers[i], n)) {
                count++;
                break;
            }
    }
    printf("behind %d\n", count);
}

static void drop(void) {
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    int count = 0;
    for (int i = 0; i < reader_count; i++) {
        struct reader *r = &readers[i];
        if (r->state == CLOSED) continue;
        setsockopt(r->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close_line(r);
        count++;
    }
    printf("dropped %d\n", count);
}

static void obey(char *line) {
    char path[4096];
    long a, b, c;
    if (sscanf(line, "clients %4095s", path) == 1) {
        load_clients(path);
    } else if (sscanf(line, "connect %ld %ld %ld", &a, &b, &c) == 3) {
        next_to_connect = a;
        last_to_connect = a + b;
        width = c;
        connected_ok = connected_failed = in_flight = 0;
        connect_began = now_ns();
    } else if (sscanf(line, "base %ld", &a) == 1) {
        base_n = a;
        forget();
        printf("base %ld\n", a);
    } else if (sscanf(line, "expect %ld %ld %ld", &a, &b, &c) == 3) {
        expect(a, b, c);
    } else if (sscanf(line, "check %ld %ld", &a, &b) == 2) {
        check(a, b);
    } else if (sscanf(line, "behind %ld %ld", &a, &b) == 2) {
        behind(a, b);
    } else if (sscanf(line, "stall %ld", &a) == 1) {
        epoll_ctl(epoll_fd, EPOLL_CTL_DEL, readers[a].fd, NULL);
        printf("stalled %ld\n", a);
    } else if (!strncmp(line, "drop", 4)) {
        drop();
    } else if (!strncmp(line, "totals", 6)) {
        int open = 0;
        for (int i = 0; i < reader_count; i++) open += readers[i].state == OPEN;
        printf("totals %d %lu %lu %d %d %d %ld\n", open, deliveries, bytes_read, closed_count, last_code, deflated_count,
            last_delivery);
    } else {
        printf("unknown %s\n", line);
    }
}

/* Reads what there is on stdin and obeys whole lines. At its end, so do we. */
static void read_commands(void) {
    static char pending[65536];
    static size_t len;
    ssize_t got = read(0, pending + len, sizeof pending - len - 1);
    if (got <= 0) exit(0);
    len += got;
    char *start = pending, *end;
    while ((end = memchr(start, '\n', pending + len - start))) {
        *end = 0;
        obey(start);
        start = end + 1;
    }
    len = pending + len - start;
    memmove(pending, start, len);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "wsload HOST PORT ws|sse|sio [deflate]\n");
        return 2;
    }
    mode = !strcmp(argv[3], "sse") ? SSE : !strcmp(argv[3], "sio") ? SIO : WS;
#ifdef WITH_ZLIB
    offer_deflate = argc > 4 && !strcmp(argv[4], "deflate");
#endif
    server.sin_family = AF_INET;
    server.sin_port = htons(atoi(argv[2]));
    inet_pton(AF_INET, argv[1], &server.sin_addr);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    setvbuf(stdout, NULL, _IOLBF, 0);
    readers = calloc(10000, sizeof *readers); /* untouched ones cost nothing */
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event commands = {.events = EPOLLIN, .data.ptr = NULL}, events[512];
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, 0, &commands);
    for (;;) {
        int busy = next_to_connect < last_to_connect || in_flight;
        while (next_to_connect < last_to_connect && in_flight < width) open_line(&readers[next_to_connect++]);
        int count = epoll_wait(epoll_fd, events, 512, expected_n >= 0 ? 50 : -1);
        if (count < 0 && errno != EINTR) die("epoll_wait");
        for (int i = 0; i < count; i++) {
            struct reader *r = events[i].data.ptr;
            if (!r) read_commands();
            else if (r->state == CLOSED) continue;
            else if (r->state == CONNECTING && events[i].events & (EPOLLERR | EPOLLHUP)) hang_up(r, 0);
            else if (r->state == CONNECTING) greet(r);
            else read_line(r);
        }
        if (busy && next_to_connect >= last_to_connect && !in_flight)
            printf("connected %d %d %ld %ld\n", connected_ok, connected_failed, connect_began, connect_last);
        if (expected_n >= 0 && (have_count >= expected_count || now_ns() > expected_until)) answer_expectation();
    }
}
