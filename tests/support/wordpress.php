<?php
// A WordPress of a test's: makes its pages when first called, then runs the code that comes in.
// The last line that it prints is what the code returned, as JSON.
function wp_mail() {
	return true; // Nobody gets letters of a test's.
}
$address = getenv( 'ADDRESS' );
$_SERVER += array( 'HTTP_HOST' => parse_url( $address, PHP_URL_HOST ), 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_URI' => '/' );
define( 'WP_INSTALLING', 'install' === $argv[1] );
require getenv( 'FILES' ) . '/wp-load.php';
if ( WP_INSTALLING ) {
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	wp_install( 'The Courier', 'editor', 'editor@courier.example', true, '', 'editor' );
	switch_theme( 'twentytwentyone' );
	update_option( 'permalink_structure', '/%year%/%postname%/' );
	update_option( 'active_plugins', array( 'rejoinder-comments/rejoinder-comments.php' ) );
	update_option( 'rewrite_rules', '' );
	exit;
}
$made = eval( stream_get_contents( STDIN ) );
if ( is_wp_error( $made ) ) {
	fwrite( STDERR, $made->get_error_message() );
	exit( 1 );
}
echo "\n" . wp_json_encode( $made );
