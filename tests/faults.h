/* faults.h - the system calls of a gr_output, one of which fails or is the process's last. */
#ifndef GRADUS_TESTS_FAULTS_H
#define GRADUS_TESTS_FAULTS_H

#include "gradus/output.h"

typedef enum gr_call {
    GR_CALL_OPEN,
    GR_CALL_WRITE,
    GR_CALL_FSYNC,
    GR_CALL_CLOSE,
    GR_CALL_RENAME,
    GR_CALL_UNLINK,
    GR_CALL_TRUNCATE,
    GR_CALL_COUNT
} gr_call;

typedef struct gr_faults {
    gr_call failing;
    int nth, reason; /* the nth call of `failing` sets errno to this; nth 0: none fails */
    bool deadly;     /* it kills the process instead, as a power cut would */
    bool shaky;      /* writes take 7 bytes at most, and every second call is interrupted */
    int shakes;
    int made[GR_CALL_COUNT]; /* how many calls there were */
} gr_faults;

/* The calls; all but the failing one do what they do. `faults` must outlive them. */
gr_io gr_faults_io(gr_faults *faults);

#endif
