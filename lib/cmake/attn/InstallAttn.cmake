# What `cmake --install` puts where another project finds it: headers, the
# generated ones too, libraries, tools and the package Attn.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

get_property(attn_libs GLOBAL PROPERTY ATTN_LIBS)
set(attn_exports ${attn_libs} AttnPTXSim AttnC AttnPTXSimC)
# A static library of add_mlir_library is made of an object library, which the
# export set names.
foreach(lib ${attn_libs})
  if(TARGET obj.${lib})
    list(APPEND attn_exports obj.${lib})
  endif()
endforeach()
install(TARGETS ${attn_exports} EXPORT AttnTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

get_property(attn_tools GLOBAL PROPERTY ATTN_TOOLS)
# libMLIR lies in a folder of its own, where no loader looks by itself.
set_target_properties(${attn_tools} PROPERTIES
  INSTALL_RPATH "${LLVM_LIBRARY_DIRS}")
install(TARGETS ${attn_tools} EXPORT AttnTargets
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

foreach(root ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
  install(DIRECTORY ${root}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING
    PATTERN "*.h" PATTERN "*.inc" PATTERN "*.td" PATTERN "*.def"
    PATTERN "CMakeFiles" EXCLUDE)
endforeach()

set(ATTN_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/attn)
install(EXPORT AttnTargets DESTINATION ${ATTN_CMAKE_DIR})
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/lib/cmake/attn/AttnConfig.cmake.in
  ${PROJECT_BINARY_DIR}/AttnConfig.cmake
  INSTALL_DESTINATION ${ATTN_CMAKE_DIR}
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_BINDIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/AttnConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/AttnConfig.cmake
  ${PROJECT_BINARY_DIR}/AttnConfigVersion.cmake
  DESTINATION ${ATTN_CMAKE_DIR})
