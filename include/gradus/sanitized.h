/* sanitized.h - whether a sanitizer watches over memory: it maps more than any limit for its shadow,
 * and takes more time. */
#ifndef GRADUS_SANITIZED_H
#define GRADUS_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GR_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||                         \
    __has_feature(thread_sanitizer)
#define GR_SANITIZED 1
#endif
#endif
#ifndef GR_SANITIZED
#define GR_SANITIZED 0
#endif

#endif
