// The door to libcrypto: the headers, and functions where OpenSSL has only macros.
#pragma once
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

static inline long birthgate_bio_bytes(BIO *bio, const unsigned char **bytes) {
  return BIO_get_mem_data(bio, (char **)bytes);
}

// An encrypted PEM must fail: without this, OpenSSL asks for a password on the terminal.
static inline int birthgate_no_password(char *buffer, int size, int writing, void *context) {
  (void)buffer;
  (void)size;
  (void)writing;
  (void)context;
  return -1;
}

static inline EVP_PKEY *birthgate_read_private(BIO *bio) {
  return PEM_read_bio_PrivateKey(bio, NULL, birthgate_no_password, NULL);
}

static inline EVP_PKEY *birthgate_read_public(BIO *bio) {
  return PEM_read_bio_PUBKEY(bio, NULL, birthgate_no_password, NULL);
}

static inline int birthgate_write_private(BIO *bio, EVP_PKEY *key) {
  return PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, birthgate_no_password, NULL);
}

static inline int birthgate_write_public(BIO *bio, EVP_PKEY *key) {
  return PEM_write_bio_PUBKEY(bio, key);
}

static inline int birthgate_set_tag(EVP_CIPHER_CTX *context, int count, const void *tag) {
  return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, count, (void *)tag);
}

static inline int birthgate_get_tag(EVP_CIPHER_CTX *context, int count, void *tag) {
  return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, count, tag);
}
