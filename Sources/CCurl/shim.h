// The door to libcurl: its variadic functions with one typed function per kind of argument (a long
// passed where a pointer is read is curl's classic mistake), and what Swift needs of sockets.
#pragma once
#include "loop.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static inline CURLcode birthgate_global_init(void) {
  return curl_global_init(CURL_GLOBAL_DEFAULT);
}

static inline CURLcode birthgate_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode birthgate_set_text(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode birthgate_set_headers(CURL *easy, struct curl_slist *headers) {
  return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
}

// The size goes first: without it curl would take the length of a C string.
static inline CURLcode birthgate_copy_body(CURL *easy, const void *bytes, curl_off_t count) {
  CURLcode result = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, count);
  return result != CURLE_OK ? result : curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes);
}

static inline CURLcode birthgate_set_recipients(CURL *easy, struct curl_slist *recipients) {
  return curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients);
}

// An enumerator in libcurl 7, a macro in libcurl 8: Swift sees two types.
static inline CURLcode birthgate_require_tls(CURL *easy) {
  return curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
}

typedef size_t (*birthgate_receive)(char *bytes, size_t size, size_t count, void *context);
typedef curl_socket_t (*birthgate_open)(void *context, curlsocktype purpose,
                                        struct curl_sockaddr *address);
typedef int (*birthgate_ready)(void *context, char *remote, char *local, int remote_port,
                               int local_port);

static inline void birthgate_set_callbacks(CURL *easy, void *context, birthgate_receive body,
                                           birthgate_receive header, birthgate_open open,
                                           birthgate_ready ready) {
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, context);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, ready);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
}

// What is sent piece by piece; the size is known before.
static inline void birthgate_set_upload(CURL *easy, void *context, birthgate_receive reader,
                                        curl_off_t count) {
  curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, count);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, reader);
  curl_easy_setopt(easy, CURLOPT_READDATA, context);
}

static inline long birthgate_status(CURL *easy) {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

static inline void birthgate_multi_set(CURLM *multi, CURLMoption option, long value) {
  curl_multi_setopt(multi, option, value);
}

// The next finished transfer, or NULL.
static inline CURL *birthgate_finished(CURLM *multi, CURLcode *result) {
  int left = 0;
  for (CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;) {
    if (message->msg != CURLMSG_DONE) continue;
    *result = message->data.result;
    return message->easy_handle;
  }
  return NULL;
}

// The address behind a socket address: 4 or 16 bytes, 0 for any other family.
static inline int birthgate_address(const struct curl_sockaddr *from, unsigned char *out) {
  if (from->family == AF_INET) {
    memcpy(out, &((const struct sockaddr_in *)&from->addr)->sin_addr, 4);
    return 4;
  }
  if (from->family == AF_INET6) {
    memcpy(out, &((const struct sockaddr_in6 *)&from->addr)->sin6_addr, 16);
    return 16;
  }
  return 0;
}

// The same from its text, as curl names the far end of a connection.
static inline int birthgate_parse_address(const char *text, unsigned char *out) {
  if (inet_pton(AF_INET, text, out) == 1) return 4;
  if (inet_pton(AF_INET6, text, out) == 1) return 16;
  return 0;
}

static inline curl_socket_t birthgate_socket(const struct curl_sockaddr *address) {
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// With NOSIGNAL curl leaves SIGPIPE to us, and OpenSSL writes with plain write(). The signal goes
// to the thread that wrote, so holding it back there is enough and the process is left alone.
static inline void birthgate_hold_sigpipe(sigset_t *before) {
  sigset_t pipe_only;
  sigemptyset(&pipe_only);
  sigaddset(&pipe_only, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_only, before);
}

static inline void birthgate_release_sigpipe(const sigset_t *before) {
  sigset_t pipe_only;
  sigemptyset(&pipe_only);
  sigaddset(&pipe_only, SIGPIPE);
  struct timespec at_once = {0, 0};
  while (sigtimedwait(&pipe_only, NULL, &at_once) == -1 && errno == EINTR) {
  }
  pthread_sigmask(SIG_SETMASK, before, NULL);
}
