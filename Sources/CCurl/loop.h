// Waiting for libcurl's sockets by epoll, so that a turn costs what is ready and not what is waited
// for: with curl_multi_perform each turn would ask after every transfer, those that hang too.
#pragma once
#include <curl/curl.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

typedef struct {
  CURLM *multi;
  int epoll;
  int wake;
  // Milliseconds of the monotonic clock at which curl wants its turn; -1 for never.
  long long due;
} birthgate_loop;

static inline long long birthgate_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline int birthgate_on_socket(CURL *easy, curl_socket_t socket, int what, void *context,
                                      void *known) {
  birthgate_loop *loop = (birthgate_loop *)context;
  (void)easy;
  (void)known;
  if (what == CURL_POLL_REMOVE) {
    // Fails where the socket is closed already, which has removed it.
    epoll_ctl(loop->epoll, EPOLL_CTL_DEL, socket, NULL);
    return 0;
  }
  struct epoll_event event = {0};
  event.data.fd = socket;
  if (what & CURL_POLL_IN) event.events |= EPOLLIN;
  if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
  if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, socket, &event) == 0) return 0;
  return errno == EEXIST ? epoll_ctl(loop->epoll, EPOLL_CTL_MOD, socket, &event) : -1;
}

static inline int birthgate_on_timer(CURLM *multi, long milliseconds, void *context) {
  (void)multi;
  ((birthgate_loop *)context)->due =
      milliseconds < 0 ? -1 : birthgate_milliseconds() + milliseconds;
  return 0;
}

// NULL where the system has no more descriptors.
static inline birthgate_loop *birthgate_loop_open(CURLM *multi) {
  birthgate_loop *loop = (birthgate_loop *)calloc(1, sizeof *loop);
  if (loop == NULL) return NULL;
  loop->multi = multi;
  loop->due = -1;
  loop->epoll = epoll_create1(EPOLL_CLOEXEC);
  loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  struct epoll_event event = {0};
  event.events = EPOLLIN;
  event.data.fd = loop->wake;
  if (loop->epoll < 0 || loop->wake < 0 ||
      epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->wake, &event) != 0) {
    if (loop->epoll >= 0) close(loop->epoll);
    if (loop->wake >= 0) close(loop->wake);
    free(loop);
    return NULL;
  }
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, birthgate_on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, loop);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, birthgate_on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, loop);
  return loop;
}

// After the multi handle was cleaned up, which still speaks of its sockets.
static inline void birthgate_loop_close(birthgate_loop *loop) {
  close(loop->epoll);
  close(loop->wake);
  free(loop);
}

// Ends the wait of whoever is in a turn, or is about to be. Any thread may call it.
static inline void birthgate_loop_wake(birthgate_loop *loop) {
  uint64_t one = 1;
  while (write(loop->wake, &one, sizeof one) < 0 && errno == EINTR) {
  }
}

// Waits until something happens, for so many milliseconds at most, and lets curl deal with it.
static inline void birthgate_loop_turn(birthgate_loop *loop, int longest) {
  struct epoll_event events[256];
  int running = 0;
  long long wait = longest;
  if (loop->due >= 0) {
    wait = loop->due - birthgate_milliseconds();
    if (wait < 0) wait = 0;
    if (wait > longest) wait = longest;
  }
  int count = epoll_wait(loop->epoll, events, 256, (int)wait);
  for (int i = 0; i < count; i++) {
    if (events[i].data.fd == loop->wake) {
      uint64_t woken;
      while (read(loop->wake, &woken, sizeof woken) < 0 && errno == EINTR) {
      }
      continue;
    }
    int ready = 0;
    // An end or an error is found by reading, or by writing where a connection is being made.
    if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) ready |= CURL_CSELECT_IN;
    if (events[i].events & (EPOLLOUT | EPOLLERR)) ready |= CURL_CSELECT_OUT;
    curl_multi_socket_action(loop->multi, events[i].data.fd, ready, &running);
  }
  if (loop->due >= 0 && birthgate_milliseconds() >= loop->due) {
    loop->due = -1;
    curl_multi_socket_action(loop->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  }
}
