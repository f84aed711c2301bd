// Defined here alone: it would give other shapes to types that Swift knows from glibc already.
#define _GNU_SOURCE
#include "CGlibc.h"

#include <features.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef __GLIBC__
#include <elf.h>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

void birthgate_settle_memory(void) {
  if (getenv("MALLOC_ARENA_MAX") == NULL) mallopt(M_ARENA_MAX, 1);
  // Setting these also stops glibc from raising them with each large block that is freed.
  mallopt(M_MMAP_THRESHOLD, 128 << 10);
  mallopt(M_TRIM_THRESHOLD, 512 << 10);
}

// Whether the loader has changed code of this object, as today's compilers never ask of it: the
// pages would come back without the changes.
static int birthgate_is_patched(const struct dl_phdr_info *object) {
  for (int i = 0; i < object->dlpi_phnum; i++) {
    if (object->dlpi_phdr[i].p_type != PT_DYNAMIC) continue;
    const ElfW(Dyn) *entry = (const ElfW(Dyn) *)(object->dlpi_addr + object->dlpi_phdr[i].p_vaddr);
    for (; entry->d_tag != DT_NULL; entry++) {
      if (entry->d_tag == DT_TEXTREL) return 1;
      if (entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL)) return 1;
    }
  }
  return 0;
}

static int birthgate_give_back(struct dl_phdr_info *object, size_t size, void *context) {
  (void)size;
  (void)context;
  if (birthgate_is_patched(object)) return 0;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    // What may be written holds changes of which no copy lies on disk.
    if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W)) continue;
    uintptr_t start = (object->dlpi_addr + segment->p_vaddr) / page * page;
    uintptr_t end = object->dlpi_addr + segment->p_vaddr + segment->p_memsz;
    madvise((void *)start, (end - start + page - 1) / page * page, MADV_DONTNEED);
  }
  return 0;
}

// The loader is locked meanwhile, so nothing else comes to lie where a library was.
void birthgate_give_back_pages(void) {
  dl_iterate_phdr(birthgate_give_back, NULL);
}
#else
void birthgate_settle_memory(void) {}
void birthgate_give_back_pages(void) {}
#endif
