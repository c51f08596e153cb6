/* How long a sweep takes with one job and with two, each round one of both in turn. */
#include "bench.h"

#include "support.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 7 };

extern char **environ;

static double time_sweep(const char *jobs)
{
    const char *gradus = getenv("GRADUS") != NULL ? getenv("GRADUS") : "./gradus";
    const char *const words[] = { gradus,
                                  "run",
                                  "descent",
                                  "-s",
                                  "surface=rosenbrock",
                                  "-s",
                                  "noise=0.1",
                                  "-s",
                                  "optimizer=gd,momentum,adam",
                                  "-s",
                                  "lr=1e-5,2e-5,5e-5,1e-4,2e-4",
                                  "--seed",
                                  "1..50",
                                  "-n",
                                  "5000",
                                  "--last",
                                  "-j",
                                  jobs,
                                  "-o",
                                  "/dev/null",
                                  NULL };
    double begin = gr_bench_now();
    pid_t pid;
    int status;

    ck_assert_int_eq(posix_spawn(&pid, gradus, NULL, NULL, (char *const *)words, environ), 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    return gr_bench_now() - begin;
}

static void bench(void)
{
    double one[ROUNDS], two[ROUNDS];

    for (int i = 0; i < ROUNDS; i++) {
        one[i] = time_sweep("1");
        two[i] = time_sweep("2");
    }
    double alone = gr_bench_quantile(one, ROUNDS, 0.5), both = gr_bench_quantile(two, ROUNDS, 0.5);
    printf("a sweep of 750 runs: medians of %d rounds\n", ROUNDS);
    gr_bench_print("one job", alone, "ms", 0, "");
    gr_bench_print("two jobs", both, "ms", 0, "");
    gr_bench_print("two jobs against one", 100 * both / alone, "%", 55,
                   "needs two idle processor cores");
}

int main(void)
{
    return gr_bench_main("sweep", bench);
}
