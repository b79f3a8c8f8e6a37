/*
 * A WAN link in user space: two TUN devices, each in its own network namespace, with delay, rate and loss between them.
 * Kernels without the netem queueing discipline can use it too.
 *
 *   gcc -O2 -o wanlink wanlink.c
 *   wanlink NAME_A NAMESPACE_A ADDRESS_A NAME_B NAMESPACE_B ADDRESS_B DELAY_US RATE_MBIT LOSS_PPM
 *
 * A namespace "-" leaves that end where the program runs. Delay and rate hold each way. Commands on standard input
 * change the live link: "delay US", "rate MBIT", "loss PPM", "cut", "heal"; each is answered by a line on standard error.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MTU 9000
#define QUEUE_PACKETS 16384
#define QUEUE_MAX_US 100000 /* A sender ahead of the rate by more than this loses the packet. */

struct packet {
  uint64_t due_us;
  int length;
  unsigned char bytes[MTU + 64];
};

struct direction {
  struct packet *queue;
  unsigned head, tail;
  uint64_t line_free_us;
};

static struct direction direction[2];
static int device[2];
static long delay_us, rate_mbit, loss_ppm;
static int is_cut;
static unsigned long packets, dropped;

static uint64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000ull + t.tv_nsec / 1000;
}

static void must_run(const char *command) {
  if (system(command) != 0) {
    fprintf(stderr, "failed: %s\n", command);
    exit(1);
  }
}

static int open_device(const char *name, const char *namespace, const char *address) {
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  struct ifreq request;
  memset(&request, 0, sizeof request);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0) {
    perror("cannot make a TUN device");
    exit(1);
  }
  char command[512], in[128] = "";
  if (strcmp(namespace, "-") != 0) {
    snprintf(command, sizeof command, "ip link set %s netns %s", name, namespace);
    must_run(command);
    snprintf(in, sizeof in, "-n %s", namespace);
  }
  snprintf(command, sizeof command, "ip %s addr add %s dev %s && ip %s link set %s mtu %d up", in,
           address, name, in, name, MTU);
  must_run(command);
  return fd;
}

/* Writes what is due to the far end; returns the instant at which the next packet is due, or 0. */
static uint64_t deliver(int d) {
  struct direction *way = &direction[d];
  while (way->head != way->tail) {
    struct packet *p = &way->queue[way->head % QUEUE_PACKETS];
    if (p->due_us > now_us()) return p->due_us;
    if (write(device[1 - d], p->bytes, p->length) < 0) dropped++;
    way->head++;
  }
  return 0;
}

static void accept_packets(int d) {
  static unsigned char scratch[MTU + 64];
  struct direction *way = &direction[d];
  for (int k = 0; k < 64; k++) {
    int is_full = way->tail - way->head >= QUEUE_PACKETS - 1;
    struct packet *p = &way->queue[way->tail % QUEUE_PACKETS];
    int length = read(device[d], is_full ? scratch : p->bytes, sizeof scratch);
    if (length <= 0) return;
    packets++;
    uint64_t now = now_us();
    if (way->line_free_us < now) way->line_free_us = now;
    if (is_full || is_cut || (loss_ppm && random() % 1000000 < loss_ppm) ||
        (rate_mbit && way->line_free_us - now > QUEUE_MAX_US)) {
      dropped++;
      continue;
    }
    if (rate_mbit) way->line_free_us += (uint64_t)length * 8 / rate_mbit;
    p->length = length;
    p->due_us = way->line_free_us + delay_us;
    way->tail++;
  }
}

static void obey(const char *command) {
  if (!strncmp(command, "delay ", 6)) delay_us = atol(command + 6);
  else if (!strncmp(command, "rate ", 5)) rate_mbit = atol(command + 5);
  else if (!strncmp(command, "loss ", 5)) loss_ppm = atol(command + 5);
  else if (!strncmp(command, "cut", 3)) is_cut = 1;
  else if (!strncmp(command, "heal", 4)) is_cut = 0;
  fprintf(stderr, "delay_us=%ld rate_mbit=%ld loss_ppm=%ld cut=%d packets=%lu dropped=%lu\n", delay_us,
          rate_mbit, loss_ppm, is_cut, packets, dropped);
}

int main(int count, char **argument) {
  if (count != 10) {
    fprintf(stderr, "usage: see the head of wanlink.c\n");
    return 2;
  }
  for (int d = 0; d < 2; d++) {
    device[d] = open_device(argument[1 + 3 * d], argument[2 + 3 * d], argument[3 + 3 * d]);
    direction[d].queue = malloc(sizeof(struct packet) * QUEUE_PACKETS);
    if (!direction[d].queue) return 1;
  }
  delay_us = atol(argument[7]);
  rate_mbit = atol(argument[8]);
  loss_ppm = atol(argument[9]);

  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  fcntl(0, F_SETFL, O_NONBLOCK);
  struct pollfd wait_for[4] = {{device[0], POLLIN}, {device[1], POLLIN}, {0, POLLIN}, {timer, POLLIN}};
  for (;;) {
    uint64_t next_us = 0;
    for (int d = 0; d < 2; d++) {
      uint64_t due_us = deliver(d);
      if (due_us && (!next_us || due_us < next_us)) next_us = due_us;
    }
    struct itimerspec alarm = {0};
    alarm.it_value.tv_sec = next_us / 1000000;
    alarm.it_value.tv_nsec = (next_us % 1000000) * 1000;
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &alarm, 0);
    poll(wait_for, 4, -1);

    uint64_t expirations;
    if (wait_for[3].revents && read(timer, &expirations, sizeof expirations) < 0) continue;
    for (int d = 0; d < 2; d++)
      if (wait_for[d].revents & POLLIN) accept_packets(d);
    if (wait_for[2].revents & POLLIN) {
      char line[128];
      int length = read(0, line, sizeof line - 1);
      if (length > 0) {
        line[length] = 0;
        obey(line);
      } else if (length == 0) {
        wait_for[2].fd = -1;
      }
    } else if (wait_for[2].revents & POLLHUP) {
      wait_for[2].fd = -1;
    }
  }
}
