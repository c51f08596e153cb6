/* interrupt.h - SIGINT, SIGTERM and SIGHUP while something is worth keeping. Private to src/cli/.
 *
 * The first one is remembered, and whoever works looks for it; the second one ends the program at
 * once. Those that were ignored at the start, as by nohup, stay so.
 */
#ifndef GRADUS_CLI_INTERRUPT_H
#define GRADUS_CLI_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

enum { GR_CLI_INTERRUPTS = 3 };

typedef struct gr_cli_interrupts {
    struct sigaction old[GR_CLI_INTERRUPTS];
} gr_cli_interrupts;

void gr_cli_interrupts_take(gr_cli_interrupts *interrupts);
void gr_cli_interrupts_give_back(const gr_cli_interrupts *interrupts);

/* What to remove when the program ends at once; NULL: nothing. Copied. */
void gr_cli_interrupts_remove(const char *path);

/* The signal that has come; 0: none. */
int gr_cli_interrupted(void);

/* Die by this signal. */
_Noreturn void gr_cli_die(int number);

#endif
