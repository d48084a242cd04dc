# Wrappers that every folder of attn uses to declare its one library or tool.

# One precompiled header serves all of attn: an MLIR translation unit takes 8 s
# without it and 1.5 s with it.
function(attn_precompile target)
  if(NOT ATTN_ENABLE_PCH OR NOT TARGET ${target})
    return()
  endif()
  if(NOT TARGET AttnPCH)
    file(WRITE ${PROJECT_BINARY_DIR}/attn_pch.cpp "")
    add_library(AttnPCH OBJECT ${PROJECT_BINARY_DIR}/attn_pch.cpp)
    llvm_update_compile_flags(AttnPCH)
    set_target_properties(AttnPCH PROPERTIES POSITION_INDEPENDENT_CODE ON)
    attn_warnings(AttnPCH)
    # Lets a compiler cache share objects between trees.
    target_compile_options(AttnPCH PRIVATE
      "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
    target_precompile_headers(AttnPCH PRIVATE
      "$<$<COMPILE_LANGUAGE:CXX>:${PROJECT_SOURCE_DIR}/lib/cmake/attn/pch.h>")
  endif()
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_precompile_headers(${target} REUSE_FROM AttnPCH)
endfunction()

function(attn_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wno-unused-parameter
    $<$<BOOL:${ATTN_WERROR}>:-Werror>
    # GCC 12 reports these inside LLVM's own inlined headers.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-dangling-pointer
      -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread
      -Wno-nonnull -Wno-restrict -Wno-free-nonheap-object
      # A note about GCC before 4.4, at every union of long double.
      -Wno-psabi>
    $<$<CXX_COMPILER_ID:Clang>:-Wno-unused-command-line-argument>)
endfunction()

# add_attn_library(AttnX a.cpp b.cpp [DEPENDS ..] [LINK_LIBS PUBLIC ..]
#                  [MLIR_LIBS ..])
# MLIR_LIBS name upstream components; they resolve to the one libMLIR.so.
function(add_attn_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK_LIBS;MLIR_LIBS" ${ARGN})
  add_mlir_library(${name} STATIC DISABLE_INSTALL ${ARG_UNPARSED_ARGUMENTS}
    DEPENDS ${ARG_DEPENDS} LINK_LIBS PUBLIC ${ARG_LINK_LIBS})
  if(ARG_MLIR_LIBS)
    mlir_target_link_libraries(${name} PUBLIC ${ARG_MLIR_LIBS})
  endif()
  foreach(t ${name} obj.${name})
    if(TARGET ${t})
      attn_warnings(${t})
      attn_precompile(${t})
    endif()
  endforeach()
  set_property(GLOBAL APPEND PROPERTY ATTN_LIBS ${name})
endfunction()

# add_attn_tool(attn-x main.cpp LINK_LIBS AttnX ... MLIR_LIBS ...)
# A tool is one short main; it does without the precompiled header, which is
# built for position-independent libraries.
function(add_attn_tool name)
  cmake_parse_arguments(ARG "" "" "LINK_LIBS;MLIR_LIBS" ${ARGN})
  add_llvm_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  llvm_update_compile_flags(${name})
  attn_warnings(${name})
  target_link_libraries(${name} PRIVATE ${ARG_LINK_LIBS})
  mlir_target_link_libraries(${name} PRIVATE MLIRIR ${ARG_MLIR_LIBS})
  set_property(GLOBAL APPEND PROPERTY ATTN_TOOLS ${name})
endfunction()
