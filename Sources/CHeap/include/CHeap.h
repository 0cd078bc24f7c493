#ifndef CHEAP_H
#define CHEAP_H

/// Lets the heap of every thread grow in steps of so many bytes. They are address space at first: memory is taken where
/// it is written.
void heap_grow_in_steps(int size);

/// Asks the kernel for large pages for the heap of the calling thread: what reads a large set writes to thousands of new
/// pages, and each small one costs a fault. It is only advice: without such pages, or with a heap elsewhere, nothing
/// happens.
void heap_prefer_large_pages(void);

#endif
