<?php
// The little of WordPress that the plugin calls, with WordPress's own meaning; then what is asked.
define( 'ABSPATH', '/' );
$hooks = array();
function get_option( $name, $default ) { return getenv( 'SERVER' ); }
function untrailingslashit( $text ) { return rtrim( $text, '/\\' ); }
function esc_attr( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function esc_url( $text ) { return htmlspecialchars( str_replace( array( '<', '>', '"', ' ' ), array( '', '', '', '%20' ), $text ), ENT_QUOTES ); }
function esc_html__( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
function get_permalink( $id ) { return getenv( 'PERMALINK' ); }
function get_the_ID() { return 4711; }
function is_admin() { return false; }
function post_password_required() { return (bool) getenv( 'LOCKED' ); }
function add_filter( $name, $call ) { global $hooks; $hooks[ $name ] = $call; }
function add_action( $name, $call ) { global $hooks; $hooks[ $name ] = $call; }
function add_shortcode( $name, $call ) { global $hooks; $hooks[ "[$name]" ] = $call; }
function wp_die( $text, $title, $told ) { echo "{$told['response']} $text"; exit; }
require $argv[1];
switch ( $argv[2] ) {
	case 'template':
		$template = $hooks['comments_template']( '/theme/comments.php' );
		if ( '/theme/comments.php' === $template ) { echo $template; } else { require $template; }
		break;
	case 'shortcode':
		echo $hooks['[rejoinder]']();
		break;
	case 'post':
		$hooks['pre_comment_on_post']();
		echo 'taken';
}
