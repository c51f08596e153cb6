### tests; see CONTRIBUTING.md

TESTS =
check_PROGRAMS =
check_LIBRARIES =
