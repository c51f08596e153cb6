/* terminal_private.h - what terminal.c (the process) and terminal_screen.c (the picture) share. */
#ifndef GRADUS_TESTS_TERMINAL_PRIVATE_H
#define GRADUS_TESTS_TERMINAL_PRIVATE_H

#include "terminal.h"

#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

struct gr_pty {
    /* the process */
    pid_t pid;    /* of the program */
    pid_t leader; /* of the shell that it is a job of; 0: none */
    int master;   /* -1: hung up */
    int watch; /* readable when the process has something to tell: a pidfd, or the shell's pipe */
    bool over; /* nothing more will come from the pty */
    bool stopped, ended;
    int status; /* as waitpid gives it */
    double seconds;
    struct termios before;
    char *folder;

    /* the picture */
    VTerm *vt;
    VTermScreen *screen;
    bool alternate, cursor;
    bool abused;  /* the terminal was made to answer, to ring, or to change its title */
    char *output; /* all of it, as it came */
    size_t length, room;
};

/* The screen of a size, and what is written to it. */
void gr_pty_screen_open(gr_pty *pty, int width, int height);
void gr_pty_screen_close(gr_pty *pty);
void gr_pty_screen_write(gr_pty *pty, const char *bytes, size_t length);

/* As gr_pty_wait; false when it is in vain. */
bool gr_pty_try(gr_pty *pty, gr_pty_condition *holds, void *context);

/* Show the screen and what was said on standard error, and fail the test. */
_Noreturn void gr_pty_fail(const gr_pty *pty, const char *what, const char *detail);

#endif
