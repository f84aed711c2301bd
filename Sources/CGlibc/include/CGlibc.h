// The door to what glibc keeps in headers that Swift's Glibc module leaves out: the allocator's
// options and the loader's list of objects. Another C library has neither and is left as it is.
#pragma once

// Keeps one arena for all threads, and large blocks out of it.
void birthgate_settle_memory(void);

// Gives back what is held in memory of the code and constants of the program and its libraries.
void birthgate_give_back_pages(void);
