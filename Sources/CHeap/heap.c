#define _GNU_SOURCE
#include "CHeap.h"
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

void heap_grow_in_steps(int size) { mallopt(M_TOP_PAD, size); }

void heap_prefer_large_pages(void) {
    // glibc gives the heap of a thread this much of the address space, aligned to as much.
    const uintptr_t reserved = (uintptr_t)64 << 20;
    // A smaller block may be one that another thread had.
    void *block = malloc(4096);
    uintptr_t start = (uintptr_t)block & ~(reserved - 1);
    free(block);
    madvise((void *)start, reserved, MADV_HUGEPAGE);
}
